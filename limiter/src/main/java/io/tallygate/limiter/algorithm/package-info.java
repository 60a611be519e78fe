/** Rules as pure functions: state, time and cost in, new state out. */
@NullMarked
package io.tallygate.limiter.algorithm;

import org.jspecify.annotations.NullMarked;
