package io.tallygate.command.probe;

import io.tallygate.command.probe.Finding.CannotTell;
import io.tallygate.command.probe.Finding.Told;
import io.tallygate.command.probe.Finding.Topic;
import io.tallygate.command.probe.Request.Purpose;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Whether a HEAD, a 404, a 304 and a call without a key cost. */
final class Costs {

  /*
   * Such requests stand between two plain GETs of the first endpoint. By how much the number of
   * remaining requests falls from one GET to the other, less what the second GET costs itself, is
   * what they cost at that counter, whatever their own answers say: some APIs take the call first
   * and give it back later. A 404 may belong to another counter; so it is asked for twice, and if
   * the first counter has not moved, its own answers show whether theirs has.
   */

  private static final String NOT_ASKED =
      "was not asked: the probe stopped before, or --max-requests has no room for it";

  private final List<Exchange> exchanges;
  private final String path;
  private final Optional<ResetMeaning> meaning;
  private final OptionalLong unit;

  Costs(List<Exchange> exchanges, String path, Optional<ResetMeaning> meaning) {
    this.exchanges = exchanges;
    this.path = path;
    this.meaning = meaning;
    this.unit = Counter.unit(exchanges);
  }

  List<Finding> findings() {
    return Stream.of(head(), missing(), unchanged()).flatMap(List::stream).toList();
  }

  private List<Finding> head() {
    List<Exchange> asked = asked(Purpose.HEAD);
    return List.of(
        asked.isEmpty()
            ? cannotTell(Topic.HEAD, NOT_ASKED, asked)
            : between(Topic.HEAD, "a HEAD", asked));
  }

  private List<Finding> unchanged() {
    List<Exchange> asked = asked(Purpose.UNCHANGED);
    if (asked.isEmpty()) {
      boolean dated =
          exchanges.stream()
              .map(exchange -> exchange.answer().fields())
              .anyMatch(it -> it.first("ETag").or(() -> it.first("Last-Modified")).isPresent());
      String why = dated ? NOT_ASKED : "no answer has an ETag or a Last-Modified";
      return List.of(cannotTell(Topic.NOT_MODIFIED, why, asked));
    }
    int status = asked.get(0).answer().status();
    return List.of(
        status == 304
            ? between(Topic.NOT_MODIFIED, "a 304", asked)
            : cannotTell(Topic.NOT_MODIFIED, "asked for a 304, the API answered " + status, asked));
  }

  private List<Finding> missing() {
    List<Exchange> all = asked(Purpose.MISSING);
    if (all.isEmpty()) {
      return List.of(cannotTell(Topic.NOT_FOUND, NOT_ASKED, all));
    }
    List<Exchange> asked = all.stream().filter(it -> it.answer().status() == 404).toList();
    if (asked.size() < 2) {
      int status = all.get(all.size() - 1).answer().status();
      return List.of(
          cannotTell(
              Topic.NOT_FOUND,
              status == 404
                  ? "needs two of them; the probe stopped before"
                  : "a made-up path was answered " + status,
              all));
    }
    Finding there = between(Topic.NOT_FOUND, "a 404", asked);
    boolean untouched = there instanceof Told told && told.answer().equals("free");
    return List.of(untouched ? onItsOwnCounter(asked) : there);
  }

  /** The first endpoint's counter has not moved: is a 404 free, or counted elsewhere? */
  private Finding onItsOwnCounter(List<Exchange> asked) {
    List<Sight> own = Sight.of(asked, it -> true);
    if (own.size() < asked.size()) {
      return cannotTell(
          Topic.NOT_FOUND,
          "the first endpoint's counter did not move, and the 404 does not say how another stands",
          asked);
    }
    long fallen = own.get(0).remaining() - own.get(own.size() - 1).remaining();
    if (fallen == 0) {
      return told(Topic.NOT_FOUND, "free", "a 404 costs nothing, on no counter that shows", asked);
    }
    return fallen == unit.orElse(1) * (asked.size() - 1)
        ? told(
            Topic.NOT_FOUND, "costs", "a 404 costs as a GET does, on a counter of its own", asked)
        : cannotTell(Topic.NOT_FOUND, "the numbers fell by other than our calls", asked);
  }

  /** What a call without the key does to the key's counter. */
  Optional<Finding> noKey() {
    List<Exchange> asked = asked(Purpose.NO_KEY);
    return asked.isEmpty()
        ? Optional.empty()
        : Optional.of(between(Topic.NO_KEY, "a call without the key", asked));
  }

  private Finding between(Topic topic, String what, List<Exchange> asked) {
    List<Exchange> around = around(asked);
    List<Sight> looks = Sight.of(around, exchange -> exchange.isLookAt(path));
    if (looks.size() < 2) {
      return cannotTell(topic, "there is no plain GET before and after with its numbers", around);
    }
    Sight before = looks.get(0);
    Sight after = looks.get(1);
    if (unit.isEmpty() || unit.getAsLong() == 0) {
      return cannotTell(
          topic,
          unit.isEmpty()
              ? "what a GET costs is not known: no two in a row, or the numbers fell unevenly"
              : "the number of remaining requests does not move with a GET either",
          around);
    }
    if (!isOneWindow(before, after)) {
      return cannotTell(topic, "a window ended meanwhile; probe again", around);
    }
    long cost = before.remaining() - after.remaining() - unit.getAsLong();
    if (cost == 0) {
      return told(topic, "free", what + " costs nothing", around);
    }
    return cost == unit.getAsLong() * asked.size()
        ? told(topic, "costs", what + " costs as a GET does", around)
        : cannotTell(
            topic,
            "the number fell by "
                + (before.remaining() - after.remaining())
                + ", which is neither with nor without it; does another program use the key?",
            around);
  }

  private boolean isOneWindow(Sight before, Sight after) {
    if (meaning.isEmpty()) {
      return after.remaining() <= before.remaining();
    }
    Optional<Long> end = meaning.get().endMillis(before);
    Optional<Long> later = meaning.get().endMillis(after);
    long passed = after.exchange().serverMillis() - before.exchange().serverMillis();
    return end.isPresent()
        && later.isPresent()
        && Math.abs(later.get() - end.get()) <= Math.max(passed, 0) + 2_000
        && after.remaining() <= before.remaining();
  }

  private List<Exchange> asked(Purpose purpose) {
    return exchanges.stream()
        .filter(exchange -> exchange.isFor(purpose) && exchange.answer().came())
        .toList();
  }

  /** These and the plain GETs of the first endpoint that stand next to them. */
  private List<Exchange> around(List<Exchange> asked) {
    int first = asked.get(0).number();
    int last = asked.get(asked.size() - 1).number();
    return Stream.of(
            exchanges.stream()
                .filter(it -> it.number() < first && it.isLookAt(path))
                .reduce((a, b) -> b)
                .stream(),
            asked.stream(),
            exchanges.stream()
                .filter(it -> it.number() > last && it.isLookAt(path))
                .findFirst()
                .stream())
        .flatMap(it -> it)
        .toList();
  }

  private Told told(Topic topic, String answer, String text, List<Exchange> proof) {
    return new Told(topic, List.of(path), answer, text, numbers(proof));
  }

  private CannotTell cannotTell(Topic topic, String why, List<Exchange> proof) {
    return new CannotTell(topic, List.of(path), why, numbers(proof));
  }

  private static List<Integer> numbers(List<Exchange> exchanges) {
    return exchanges.stream().map(Exchange::number).sorted().toList();
  }
}
