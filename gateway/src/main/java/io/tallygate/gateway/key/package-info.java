/** API keys: their format, where they are kept, and who looks them up. */
@NullMarked
package io.tallygate.gateway.key;

import org.jspecify.annotations.NullMarked;
