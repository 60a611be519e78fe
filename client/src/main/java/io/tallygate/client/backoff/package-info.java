/** When and whether a call that failed is made again; pure functions. */
@NullMarked
package io.tallygate.client.backoff;

import org.jspecify.annotations.NullMarked;
