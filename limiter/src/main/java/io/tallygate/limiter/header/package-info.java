/** The header fields that tell a caller where it stands. */
@NullMarked
package io.tallygate.limiter.header;

import org.jspecify.annotations.NullMarked;
