/** Tries an edited policy on recorded usage, without enforcing it. */
@NullMarked
package io.tallygate.gateway.usage.trial;

import org.jspecify.annotations.NullMarked;
