package io.tallygate.videogen;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A webhook endpoint to be made.
 *
 * @param url https, and not of a private network
 * @param events at least one, as in {@link VideoGenEvent}
 */
public record NewWebhook(String url, List<String> events, @Nullable String description) {

  public NewWebhook {
    events = List.copyOf(events);
  }
}
