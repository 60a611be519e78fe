package io.tallygate.limiter.policy;

import static io.tallygate.limiter.check.Checks.require;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A named set of endpoints with one limit, or several that all apply.
 *
 * @param name see {@link Limit#NAME}
 * @param limits 1 to {@link #LIMITS_MAX}; the first bears the group's name, the others their own
 * @param endpoints may be empty: the group {@code other} has none
 * @param published whether the customers' page lists it
 * @param note what the page says behind its endpoints; may be empty
 */
public record Group(
    String name,
    List<Limit> limits,
    List<Endpoint> endpoints,
    CounterScope counter,
    boolean published,
    String note) {

  /** How many limits one call may meet. */
  public static final int LIMITS_MAX = 16;

  /** How long a note may be, in characters. */
  public static final int NOTE_MAX = 200;

  public Group {
    limits = List.copyOf(limits);
    endpoints = List.copyOf(endpoints);
    require(
        Limit.NAME.matcher(name).matches(),
        "name must be 1 to 64 of a-z 0-9 . _ - and start with a letter or digit: name=%s",
        name);
    require(
        !limits.isEmpty() && limits.size() <= LIMITS_MAX,
        "group must have 1 to %s limits: group=%s limits=%s",
        LIMITS_MAX,
        name,
        limits.size());
    require(
        limits.get(0).name().equals(name),
        "first limit must bear the group's name: group=%s limit=%s",
        name,
        limits.get(0).name());
    Set<String> names = new HashSet<>();
    for (Limit limit : limits) {
      require(
          names.add(limit.name()), "limit is named twice: group=%s limit=%s", name, limit.name());
    }
    require(
        note.length() <= NOTE_MAX,
        "note must have at most %s characters: group=%s length=%s",
        NOTE_MAX,
        name,
        note.length());
  }

  /** A group that is on the page, counts its endpoints together and has no note. */
  public static Group of(String name, List<Limit> limits, List<Endpoint> endpoints) {
    return new Group(name, limits, endpoints, CounterScope.SHARED, true, "");
  }

  public Group withLimits(List<Limit> value) {
    return new Group(name, value, endpoints, counter, published, note);
  }
}
