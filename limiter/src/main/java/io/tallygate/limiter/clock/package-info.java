/** Time as the limiter sees it: it never runs backwards and never stops. */
@NullMarked
package io.tallygate.limiter.clock;

import org.jspecify.annotations.NullMarked;
