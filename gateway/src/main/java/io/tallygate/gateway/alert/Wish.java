package io.tallygate.gateway.alert;

import static io.tallygate.limiter.check.Checks.require;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What somebody wants to be told, and where.
 *
 * @param url of the receiver: https, and at a public address unless private ones are allowed
 * @param kinds at least one; never {@link EventKind#TEST}
 * @param thresholds of {@link EventKind#LIMIT_USED}, in percent, {@link #THRESHOLD_MIN} to {@link
 *     #THRESHOLD_MAX}, at most {@link #THRESHOLDS_MAX}; sorted; empty without that kind
 * @param description for people; may be empty, at most {@link #DESCRIPTION_MAX} characters
 */
public record Wish(
    String url, List<EventKind> kinds, List<Integer> thresholds, String description) {

  public static final int THRESHOLD_MIN = 1;
  public static final int THRESHOLD_MAX = 100;
  public static final int THRESHOLDS_MAX = 10;
  public static final int DESCRIPTION_MAX = 200;
  public static final int URL_MAX = 2_000;

  public static final List<Integer> THRESHOLDS_DEFAULT = List.of(80, 100);

  public Wish {
    require(
        url.length() >= 1 && url.length() <= URL_MAX,
        "url must have 1 to %s characters: length=%s",
        URL_MAX,
        url.length());
    kinds = kinds.stream().distinct().sorted().toList();
    require(!kinds.isEmpty(), "events must be at least one: events=0");
    require(!kinds.contains(EventKind.TEST), "events must not have alert.test, which is asked for");
    thresholds = thresholds.stream().distinct().sorted().toList();
    for (int threshold : thresholds) {
      require(
          threshold >= THRESHOLD_MIN && threshold <= THRESHOLD_MAX,
          "thresholds must be %s to %s percent: thresholds=%s",
          THRESHOLD_MIN,
          THRESHOLD_MAX,
          threshold);
    }
    require(
        thresholds.size() <= THRESHOLDS_MAX,
        "thresholds must be at most %1$s: thresholds=%2$s",
        THRESHOLDS_MAX,
        thresholds.size());
    require(
        kinds.contains(EventKind.LIMIT_USED) != thresholds.isEmpty(),
        "thresholds must be there with limit.used, and only then");
    require(
        description.length() <= DESCRIPTION_MAX
            && description.chars().noneMatch(Character::isISOControl),
        "description must have at most %s characters, none of them control characters: length=%s",
        DESCRIPTION_MAX,
        description.length());
  }

  /** The names of what it wants: {@code limit.used.80 limit.used.100 limit.refused}. */
  public List<String> eventNames() {
    return kinds.stream()
        .flatMap(
            kind ->
                kind == EventKind.LIMIT_USED
                    ? thresholds.stream().map(threshold -> kind.text() + "." + threshold)
                    : Stream.of(kind.text()))
        .toList();
  }

  /** The wish that has these names. */
  public static Wish ofNames(String url, List<String> names, String description) {
    List<EventKind> kinds = new ArrayList<>();
    List<Integer> thresholds = new ArrayList<>();
    String used = EventKind.LIMIT_USED.text() + ".";
    for (String name : names) {
      if (name.startsWith(used)) {
        kinds.add(EventKind.LIMIT_USED);
        thresholds.add(Integer.parseInt(name.substring(used.length())));
      } else {
        kinds.add(EventKind.byText(name).orElseThrow());
      }
    }
    return new Wish(url, kinds, thresholds, description);
  }

  /** Thresholds as they were given; where none was, the usual ones, if the kinds need any. */
  public static List<Integer> thresholds(List<EventKind> kinds, List<Integer> given) {
    boolean usual = given.isEmpty() && kinds.contains(EventKind.LIMIT_USED);
    return usual ? THRESHOLDS_DEFAULT : given;
  }

  /** All that the operator can be told, at the usual thresholds. */
  public static Wish all(String url) {
    return new Wish(url, EventKind.wishes(), THRESHOLDS_DEFAULT, "");
  }
}
