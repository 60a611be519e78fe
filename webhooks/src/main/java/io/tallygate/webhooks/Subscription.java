package io.tallygate.webhooks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to be told of what.
 *
 * @param url of the receiver
 * @param events names: 1 to {@link #EVENTS_MAX}
 * @param description for people: at most {@link #DESCRIPTION_MAX} characters
 */
public record Subscription(String url, List<String> events, @Nullable String description) {

  public static final int EVENTS_MAX = 50;
  public static final int DESCRIPTION_MAX = 500;

  public Subscription {
    events = events.stream().distinct().toList();
    if (events.isEmpty() || events.size() > EVENTS_MAX) {
      throw new IllegalArgumentException(
          "events must be 1 to %s: events=%s".formatted(EVENTS_MAX, events.size()));
    }
    events.forEach(Event::requireName);
    if (description != null && description.length() > DESCRIPTION_MAX) {
      throw new IllegalArgumentException(
          "description must have at most %s characters: length=%s"
              .formatted(DESCRIPTION_MAX, description.length()));
    }
  }
}
