package io.tallygate.videogen;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An address that is told of events.
 *
 * @param events their names, as in {@link VideoGenEvent}
 * @param createdAt Unix seconds
 * @param signingSecretLast4 to tell secrets apart
 */
public record WebhookEndpoint(
    String endpointId,
    String url,
    List<String> events,
    @Nullable String description,
    double createdAt,
    @Nullable String signingSecretLast4) {

  public WebhookEndpoint {
    Objects.requireNonNull(endpointId, "endpointId");
  }
}
