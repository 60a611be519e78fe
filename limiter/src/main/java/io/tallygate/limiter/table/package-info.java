/** Counters in memory: fixed size, lock-free on a live counter. */
@NullMarked
package io.tallygate.limiter.table;

import org.jspecify.annotations.NullMarked;
