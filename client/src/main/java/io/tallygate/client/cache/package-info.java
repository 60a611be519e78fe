/** What may be kept of answers, and for how long: RFC 9111, for a private cache. */
@NullMarked
package io.tallygate.client.cache;

import org.jspecify.annotations.NullMarked;
