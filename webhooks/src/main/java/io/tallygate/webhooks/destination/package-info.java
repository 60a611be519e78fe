/**
 * Where a webhook may go: which URLs and addresses are refused, so that nobody is reached by us.
 */
@NullMarked
package io.tallygate.webhooks.destination;

import org.jspecify.annotations.NullMarked;
