/** One decision in this process, beside the limiters that a Java service would else use. */
@NullMarked
package io.tallygate.bench.engine;

import org.jspecify.annotations.NullMarked;
