/** The one way in which arguments are refused. */
@NullMarked
package io.tallygate.limiter.check;

import org.jspecify.annotations.NullMarked;
