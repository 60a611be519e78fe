package io.tallygate.videogen;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tallygate.client.webhook.WebhookSecret;
import java.util.Objects;

/**
 * A webhook endpoint that was made, with its secret, which is told this once.
 *
 * @param signingSecret {@code whsec_…}
 */
public record CreatedWebhook(@JsonUnwrapped WebhookEndpoint endpoint, String signingSecret) {

  public CreatedWebhook {
    Objects.requireNonNull(signingSecret, "signingSecret");
  }

  /** The secret, to be trusted. */
  public WebhookSecret secret() {
    return WebhookSecret.parse(signingSecret);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "CreatedWebhook[endpoint=" + endpoint + "]";
  }
}
