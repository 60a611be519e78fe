package io.tallygate.gateway.alert;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What there is to be told of. */
public enum EventKind {
  /** So many percent of a key's limit are used. */
  LIMIT_USED("limit.used", Reach.OWNER),
  /** A key's first call in a window that a limit refused. */
  LIMIT_REFUSED("limit.refused", Reach.OWNER),
  /** A key's end is near. */
  KEY_EXPIRING("key.expiring", Reach.OWNER),
  /** The API behind the gateway has answered nothing for a while. */
  UPSTREAM_DOWN("upstream.down", Reach.OPERATOR),
  /** It answers again. */
  UPSTREAM_UP("upstream.up", Reach.OPERATOR),
  /** What somebody asked for, to see whether it arrives; nobody subscribes to it. */
  TEST("alert.test", Reach.NOBODY);

  private enum Reach {
    OWNER,
    OPERATOR,
    NOBODY
  }

  private final String text;
  private final Reach reach;

  EventKind(String text, Reach reach) {
    this.text = text;
    this.reach = reach;
  }

  /** As payloads and commands have it: {@code limit.used}. */
  public String text() {
    return text;
  }

  /** What one can subscribe to. */
  public static List<EventKind> wishes() {
    return Arrays.stream(values()).filter(kind -> kind.reach != Reach.NOBODY).toList();
  }

  /** Whether an owner can be told of it; the operator can of all. */
  public boolean isForOwners() {
    return reach == Reach.OWNER;
  }

  /**
   * What one can subscribe to by this name.
   *
   * @throws IllegalArgumentException if it is none, with those that there are
   */
  public static EventKind wish(String text) {
    return byText(text)
        .filter(wishes()::contains)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "events must be of: "
                        + String.join(", ", wishes().stream().map(EventKind::text).toList())));
  }

  public static Optional<EventKind> byText(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
  }
}
