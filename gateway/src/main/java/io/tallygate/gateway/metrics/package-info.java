/** What an operator's tools read of a gateway: numbers with names, in the formats of Prometheus. */
@NullMarked
package io.tallygate.gateway.metrics;

import org.jspecify.annotations.NullMarked;
