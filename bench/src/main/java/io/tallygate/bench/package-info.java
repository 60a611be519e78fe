/** Measures the limiter beside its peers, for people to read. */
@NullMarked
package io.tallygate.bench;

import org.jspecify.annotations.NullMarked;
