/** Who uses how much of what, now and over time. */
@NullMarked
package io.tallygate.gateway.usage;

import org.jspecify.annotations.NullMarked;
