/** Figures that are kept in {@code docs/benchmarks.json}, from which the documents quote them. */
@NullMarked
package io.tallygate.bench.kept;

import org.jspecify.annotations.NullMarked;
