/** Webhooks: who wants to be told of what, and deliveries that are signed and not lost. */
@NullMarked
package io.tallygate.webhooks;

import org.jspecify.annotations.NullMarked;
