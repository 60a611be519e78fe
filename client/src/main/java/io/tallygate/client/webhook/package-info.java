/** Webhooks as they come in: verified, handed out once, by a server or beside one. */
@NullMarked
package io.tallygate.client.webhook;

import org.jspecify.annotations.NullMarked;
