package io.tallygate.command.probe;

import io.tallygate.command.probe.Finding.CannotTell;
import io.tallygate.command.probe.Finding.Differs;
import io.tallygate.command.probe.Finding.Told;
import io.tallygate.command.probe.Finding.Topic;
import io.tallygate.limiter.match.EndpointMatcher;
import io.tallygate.limiter.match.Match;
import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.Policy;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.policy.LimitText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Where an API does otherwise than a policy says. A pure function of what was found. */
public final class Differences {

  private static final Map<Topic, String> CALLS =
      Map.of(Topic.HEAD, "a HEAD", Topic.NOT_FOUND, "a 404", Topic.NOT_MODIFIED, "a 304");

  private final Policy policy;
  private final EndpointMatcher matcher;
  private final Recording recording;
  private final List<Finding> found;
  private final List<Finding> differences = new ArrayList<>();

  private Differences(Policy policy, Recording recording, List<Finding> found) {
    this.policy = policy;
    this.matcher = EndpointMatcher.of(policy);
    this.recording = recording;
    this.found = found;
  }

  /**
   * What differs.
   *
   * @param found by {@link Inference} in the recording
   */
  public static List<Finding> of(Policy policy, Recording recording, List<Finding> found) {
    Differences differences = new Differences(policy, recording, found);
    differences.compareAll();
    return List.copyOf(differences.differences);
  }

  private void compareAll() {
    recording.paths().forEach(this::limits);
    for (Finding finding : found) {
      if (finding instanceof Told told) {
        switch (told.topic()) {
          case WINDOW -> window(told);
          case COUNTER -> counter(told);
          case HEAD, NOT_FOUND, NOT_MODIFIED -> cost(told);
          case NO_KEY -> noKey(told);
          case RESET -> reset(told);
          default -> {}
        }
      }
    }
  }

  private void limits(String path) {
    List<Exchange> looks = recording.exchanges().stream().filter(it -> it.isLookAt(path)).toList();
    if (looks.stream().noneMatch(it -> it.answer().came())) {
      return;
    }
    List<Integer> proof = looks.stream().map(Exchange::number).toList();
    Optional<Group> group = group(path);
    if (group.isEmpty()) {
      differences.add(
          new CannotTell(
              Topic.LIMIT, List.of(path), "the policy has no limit of the key for it", proof));
      return;
    }
    List<Limit> limits = group.get().limits();
    List<Reading> readings =
        looks.stream()
            .flatMap(it -> LimitFields.read(it.answer().fields()).stream())
            .filter(reading -> reading.limit().isPresent())
            .toList();
    List<String> others =
        readings.stream()
            .filter(reading -> limits.stream().noneMatch(limit -> agrees(reading, limit, path)))
            .map(reading -> Texts.limit(reading.limit().orElseThrow(), period(reading, path)))
            .distinct()
            .toList();
    if (readings.isEmpty() || !others.isEmpty()) {
      String api = readings.isEmpty() ? "says no limit" : "says " + String.join(", ", others);
      differences.add(
          new Differs(
              Topic.LIMIT,
              List.of(path),
              "the policy's group "
                  + group.get().name()
                  + " has "
                  + limits.stream()
                      .map(limit -> LimitText.of(limit).toString())
                      .collect(Collectors.joining(", "))
                  + ", the API "
                  + api,
              proof));
    }
  }

  private boolean agrees(Reading reading, Limit limit, String path) {
    if (reading.limit().orElseThrow() != limit.burst()) { // but for smooth ones the number itself
      return false;
    }
    OptionalLong period = period(reading, path);
    return switch (limit.algorithm()) {
      case FIXED_WINDOW, SLIDING_WINDOW ->
          period.isEmpty() || period.getAsLong() == limit.period().toSeconds();
      case SMOOTH ->
          reading.windowSeconds().isEmpty()
              || reading.windowSeconds().getAsLong() == fillSeconds(limit);
      case IN_FLIGHT -> reading.windowSeconds().isEmpty();
    };
  }

  /** In how many whole seconds an empty burst fills: what {@code w} says of a smooth limit. */
  private static long fillSeconds(Limit limit) {
    long periodMicros = limit.period().toSeconds() * 1_000_000;
    long intervalMicros = (periodMicros + limit.count() - 1) / limit.count();
    return (limit.burst() * intervalMicros + 999_999) / 1_000_000;
  }

  /** As the answer says it, or as it was found for the endpoint. */
  private OptionalLong period(Reading reading, String path) {
    if (reading.windowSeconds().isPresent()) {
      return reading.windowSeconds();
    }
    return found.stream()
        .filter(it -> it.topic() == Topic.PERIOD && it.paths().contains(path))
        .filter(it -> it instanceof Told)
        .mapToLong(it -> Long.parseLong(((Told) it).answer()))
        .findFirst();
  }

  private void window(Told told) {
    boolean same =
        switch (told.answer()) {
          case "clock" -> policy.window() == WindowStart.CLOCK;
          case "first-call", "not-clock" -> policy.window() == WindowStart.FIRST_CALL;
          default -> false;
        };
    if (!same) {
      String start = policy.window().name().toLowerCase(Locale.ROOT).replace('_', '-');
      differs(told, "the policy's windows start by " + start + ", the API's " + told.text());
    }
  }

  private void counter(Told told) {
    boolean shared = told.answer().equals("shared");
    List<String> paths = told.paths();
    for (int i = 0; i < paths.size(); i++) {
      for (int j = i + 1; j < paths.size(); j++) {
        Optional<String> a = counterName(paths.get(i));
        Optional<String> b = counterName(paths.get(j));
        if (a.isPresent() && b.isPresent() && a.equals(b) != shared) {
          differences.add(
              new Differs(
                  Topic.COUNTER,
                  List.of(paths.get(i), paths.get(j)),
                  shared
                      ? "the policy counts them apart, the API together"
                      : "the policy counts them together, the API apart",
                  told.proof()));
        }
      }
    }
  }

  private void cost(Told told) {
    if (told.answer().equals("free")) {
      differs(
          told,
          "under a policy every call costs; at the API " + CALLS.get(told.topic()) + " is free");
    }
  }

  private void noKey(Told told) {
    boolean open = match(told.paths().get(0)) instanceof Match.Open;
    if (told.answer().startsWith("2") && !open) {
      differs(told, "under the policy it needs a key; the API answers without one");
    }
  }

  private void reset(Told told) {
    if (!told.answer().equals(ResetMeaning.UNIX_SECONDS.word())) {
      differs(
          told, "under a policy X-RateLimit-Reset is Unix seconds, the API sends " + told.text());
    }
  }

  private void differs(Told told, String text) {
    differences.add(new Differs(told.topic(), told.paths(), text, told.proof()));
  }

  private Match match(String path) {
    return matcher.match("GET", path.replaceFirst("\\?.*", ""));
  }

  private Optional<Group> group(String path) {
    Match match = match(path);
    if (match instanceof Match.Named named) {
      return Optional.of(named.group());
    }
    return match instanceof Match.Other ? Optional.of(policy.other()) : Optional.empty();
  }

  private Optional<String> counterName(String path) {
    boolean each =
        match(path) instanceof Match.Named named
            && named.group().counter() == CounterScope.EACH_ENDPOINT;
    return group(path).map(group -> each ? group.name() + " " + endpoint(path) : group.name());
  }

  private String endpoint(String path) {
    return match(path) instanceof Match.Named named ? named.endpoint().toString() : "";
  }
}
