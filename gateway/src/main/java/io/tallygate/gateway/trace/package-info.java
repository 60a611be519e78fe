/** Tells a collector of traces of each call, and the upstream which trace it belongs to. */
@NullMarked
package io.tallygate.gateway.trace;

import org.jspecify.annotations.NullMarked;
