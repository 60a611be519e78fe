/** A client's events and limits as Micrometer's meters; the only package that needs Micrometer. */
@NullMarked
package io.tallygate.client.metrics;

import org.jspecify.annotations.NullMarked;
