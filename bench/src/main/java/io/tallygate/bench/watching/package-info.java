/** What it costs a gateway to be watched. */
@NullMarked
package io.tallygate.bench.watching;

import org.jspecify.annotations.NullMarked;
