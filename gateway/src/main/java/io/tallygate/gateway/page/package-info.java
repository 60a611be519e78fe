/** The customers' page as bytes, ready to be sent. */
@NullMarked
package io.tallygate.gateway.page;

import org.jspecify.annotations.NullMarked;
