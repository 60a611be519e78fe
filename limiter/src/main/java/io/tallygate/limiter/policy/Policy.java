package io.tallygate.limiter.policy;

import static io.tallygate.limiter.check.Checks.require;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which limits hold for which endpoints. Immutable.
 *
 * @param groups 0 to {@link #GROUPS_MAX}, in the order of the page
 * @param other what counts every call that no group names; has no endpoints
 * @param open endpoints that need no key
 */
public record Policy(
    List<Group> groups,
    Group other,
    List<Endpoint> open,
    WindowStart window,
    PathCase pathCase,
    OnFull onFull) {

  public static final int GROUPS_MAX = 1_000;
  public static final int ENDPOINTS_MAX = 10_000;

  public Policy {
    groups = List.copyOf(groups);
    open = List.copyOf(open);
    require(
        groups.size() <= GROUPS_MAX,
        "policy must have at most %s groups: groups=%s",
        GROUPS_MAX,
        groups.size());
    require(other.endpoints().isEmpty(), "other must have no endpoints: other=%s", other.name());
    Map<String, String> owners = new HashMap<>();
    for (Group group : groups) {
      for (Endpoint endpoint : group.endpoints()) {
        claim(owners, endpoint, pathCase, group.name());
      }
    }
    for (Endpoint endpoint : open) {
      claim(owners, endpoint, pathCase, "open");
    }
    require(
        owners.size() <= ENDPOINTS_MAX,
        "policy must have at most %s endpoints: endpoints=%s",
        ENDPOINTS_MAX,
        owners.size());
    Map<String, String> names = new HashMap<>();
    Stream.concat(groups.stream(), Stream.of(other))
        .forEach(group -> group.limits().forEach(limit -> claimName(names, limit, group)));
  }

  private static void claimName(Map<String, String> names, Limit limit, Group group) {
    String earlier = names.putIfAbsent(limit.name(), group.name());
    require(
        earlier == null,
        "limit name must be unique in the policy: limit=%s groups=%s,%s",
        limit.name(),
        earlier,
        group.name());
  }

  private static void claim(
      Map<String, String> owners, Endpoint endpoint, PathCase pathCase, String owner) {
    String earlier = owners.putIfAbsent(shape(endpoint, pathCase), owner);
    require(
        earlier == null,
        "endpoint stands twice: endpoint=%s groups=%s,%s",
        endpoint,
        earlier,
        owner);
  }

  /** What two endpoints share that no path can tell apart: parameter names do not count. */
  public static String shape(Endpoint endpoint, PathCase pathCase) {
    StringBuilder shape = new StringBuilder(endpoint.method());
    for (String segment : endpoint.segments()) {
      String literal = pathCase == PathCase.IGNORED ? segment.toLowerCase(Locale.ROOT) : segment;
      shape.append('/').append(Endpoint.isParam(segment) ? "{}" : literal);
    }
    return shape.toString();
  }

  /** All groups, {@link #other} last. */
  public List<Group> all() {
    return Stream.concat(groups.stream(), Stream.of(other)).toList();
  }

  /**
   * The same policy with every hour that long, so that a window can be watched ending. Periods that
   * are whole hours are scaled; shorter ones are left alone.
   *
   * @param hour whole seconds, 1 s to 1 h, and so many that no smooth limit lets more than {@link
   *     Limit#SMOOTH_PER_SECOND_MAX} calls a second come back
   */
  public Policy withHour(Duration hour) {
    require(
        hour.equals(Duration.ofSeconds(hour.toSeconds()))
            && hour.toSeconds() >= 1
            && hour.toSeconds() <= 3600,
        "hour must be whole seconds from 1s to 1h: hour=%s",
        hour);
    return new Policy(
        groups.stream().map(group -> withHour(group, hour)).toList(),
        withHour(other, hour),
        open,
        window,
        pathCase,
        onFull);
  }

  /** The same policy with these endpoints open, in place of those that were. */
  public Policy withOpen(List<Endpoint> value) {
    return new Policy(groups, other, value, window, pathCase, onFull);
  }

  private static Group withHour(Group group, Duration hour) {
    return group.withLimits(
        group.limits().stream()
            .map(
                limit -> {
                  long seconds = limit.period().toSeconds();
                  return seconds % 3600 == 0 && limit.algorithm() != Algorithm.IN_FLIGHT
                      ? withHours(limit, seconds / 3600, hour)
                      : limit;
                })
            .toList());
  }

  private static Limit withHours(Limit limit, long hours, Duration hour) {
    long perHourSecond = hours * Limit.SMOOTH_PER_SECOND_MAX;
    long secondsMin = (limit.count() + perHourSecond - 1) / perHourSecond;
    require(
        limit.algorithm() != Algorithm.SMOOTH || hour.toSeconds() >= secondsMin,
        "hour must be long enough for at most 10,000 calls a second of a smooth limit: hour=%ss"
            + " limit=%s count=%s; hour=%ss is long enough for it",
        hour.toSeconds(),
        limit.name(),
        limit.count(),
        secondsMin);
    return limit.withPeriod(hour.multipliedBy(hours));
  }
}
