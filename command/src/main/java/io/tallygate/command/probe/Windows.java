package io.tallygate.command.probe;

import io.tallygate.command.probe.Finding.CannotTell;
import io.tallygate.command.probe.Finding.Told;
import io.tallygate.command.probe.Finding.Topic;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** Where the windows of a counter start, and how long they are. */
final class Windows {

  /*
   * With W the period, E the end that Reset announces, and t the second of our first call:
   *
   *   E moves while it is not reached yet              rolling
   *   we opened the window, E = t + W, W !| E          first-call
   *   W | E, and not both we opened it and E = t + W   clock; if we did not open it, by chance once
   *                                                    in W seconds, so only for W >= 60 s
   *   W | E, we opened the window, E = t + W           cannot tell: the first call came just on a
   *                                                    multiple of the period
   *   W !| E, the window was open before we came       not by the clock; more cannot be told
   *
   * Where no response says W, it is what fits: the period of a window that we opened if the time
   * that was left then is a usual period, or the only usual period that divides E and is not
   * shorter than what was left.
   */

  /** How far a first call's window may seem longer or shorter than it is. */
  private static final long FIT_MILLIS = 2_000; // whole seconds on both sides, and the way there

  private static final String SAID = ", as the answers say";
  private static final String FITTED = ", as it fits the end that was announced";
  private static final long MOTION_MIN_MILLIS = 1_500;
  private static final long CHANCE_MIN = 60; // one in so many coincidences is not believed
  private static final long[] USUAL_SECONDS = {
    1, 5, 10, 15, 30, 60, 300, 600, 900, 1_800, 3_600, 21_600, 43_200, 86_400
  };

  private final Counter counter;
  private final ResetMeaning meaning;
  private final List<Sight> sights;
  private final List<Integer> proof;

  private Windows(Counter counter, ResetMeaning meaning) {
    this.counter = counter;
    this.meaning = meaning;
    this.sights =
        counter.sights().stream().filter(it -> meaning.endMillis(it).isPresent()).toList();
    this.proof = Sight.numbers(sights);
  }

  static List<Finding> findings(Counter counter, ResetMeaning meaning) {
    Windows windows = new Windows(counter, meaning);
    if (windows.sights.isEmpty()) {
      return findingsWithoutEnd(counter);
    }
    OptionalLong said = counter.saidSeconds();
    if (windows.moves()) {
      return windows.rolling(said);
    }
    return said.isPresent() ? windows.ofPeriod(said.getAsLong()) : windows.ofFit();
  }

  /**
   * Of a counter whose answers do not say when the window ends, or not so that it is understood.
   */
  static List<Finding> findingsWithoutEnd(Counter counter) {
    List<Integer> proof = Sight.numbers(counter.sights());
    CannotTell start =
        new CannotTell(
            Topic.WINDOW,
            counter.paths(),
            "no answer says when the window ends, in a way that is understood",
            proof);
    OptionalLong said = counter.saidSeconds();
    if (said.isEmpty()) {
      return List.of(start);
    }
    String text = Texts.period(said.getAsLong()) + SAID;
    String seconds = String.valueOf(said.getAsLong());
    return List.of(new Told(Topic.PERIOD, counter.paths(), seconds, text, proof), start);
  }

  private long end(Sight sight) {
    return meaning.endMillis(sight).orElseThrow();
  }

  private long now(Sight sight) {
    return sight.exchange().serverMillis();
  }

  /** Whether a later answer announces a later end although the earlier one is not reached yet. */
  private boolean moves() {
    for (Sight early : sights) {
      for (Sight late : sights) {
        long passed = now(late) - now(early);
        if (passed >= MOTION_MIN_MILLIS
            && now(late) < end(early) - FIT_MILLIS
            && end(late) - end(early) >= passed - meaning.toleranceMillis() - 500) {
          return true;
        }
      }
    }
    return false;
  }

  private List<Finding> rolling(OptionalLong said) {
    Told rolling =
        told(
            Topic.WINDOW,
            "rolling",
            "no window with a fixed end: Reset moves on with every call (a sliding window, or a"
                + " bucket that fills again)");
    return said.isPresent() ? List.of(period(said.getAsLong(), SAID), rolling) : List.of(rolling);
  }

  private List<Finding> ofPeriod(long seconds) {
    return List.of(period(seconds, SAID), start(seconds));
  }

  private Finding start(long seconds) {
    boolean aligned = isMultiple(seconds);
    boolean opened = counter.isOpenedByUs();
    boolean fits = isLeftAtOpening(seconds);
    if (aligned && opened && fits) {
      return unknown(
          Topic.WINDOW,
          "the first call came just on a multiple of the period, where windows by the clock and by"
              + " the first call look alike; probe again at another second");
    }
    if (aligned && (opened || seconds / (1 + meaning.toleranceMillis() / 500) >= CHANCE_MIN)) {
      return told(
          Topic.WINDOW, "clock", "by the clock: windows end at multiples of the period in UTC");
    }
    if (aligned) {
      return unknown(
          Topic.WINDOW, "the period is so short that any end may be a multiple of it by chance");
    }
    if (!opened) {
      return told(
          Topic.WINDOW,
          "not-clock",
          "not by the clock: the end is no multiple of the period. The window was open before the"
              + " first request, so whether a first call opens it was not seen");
    }
    return fits
        ? told(Topic.WINDOW, "first-call", "by the first call, which opens a window of one period")
        : unknown(
            Topic.WINDOW,
            "the window ends neither at a multiple of the period nor one period after its first"
                + " call");
  }

  private List<Finding> ofFit() {
    List<Long> lengths = LongStream.of(USUAL_SECONDS).boxed().toList();
    boolean opened = counter.isOpenedByUs();
    for (long seconds : lengths) {
      boolean longEnough = seconds * 1_000 > 2 * FIT_MILLIS;
      if (opened && longEnough && isLeftAtOpening(seconds) && !isMultiple(seconds)) {
        return List.of(period(seconds, FITTED), start(seconds));
      }
    }
    long left = end(sights.get(0)) - now(sights.get(0));
    List<Long> dividing =
        lengths.stream()
            .filter(seconds -> seconds * 1_000 >= left && seconds >= CHANCE_MIN)
            .filter(this::isMultiple)
            .toList();
    if (dividing.isEmpty()) {
      String why =
          "no answer says it, and the window was open before or its end fits no usual period";
      return List.of(unknown(Topic.PERIOD, why), unknown(Topic.WINDOW, "the period is not known"));
    }
    Finding clock = start(dividing.get(0));
    if (dividing.size() == 1) {
      return List.of(period(dividing.get(0), FITTED), clock);
    }
    String several = "no answer says it; these fit, in seconds: ";
    return List.of(
        unknown(
            Topic.PERIOD,
            several + String.join(", ", dividing.stream().map(String::valueOf).toList())),
        clock);
  }

  private boolean isMultiple(long seconds) {
    long period = seconds * 1_000;
    long over = Math.floorMod(end(sights.get(0)), period);
    return Math.min(over, period - over) <= meaning.toleranceMillis();
  }

  /** Whether the window that the first call saw had a whole period left. */
  private boolean isLeftAtOpening(long seconds) {
    long left = end(sights.get(0)) - now(sights.get(0));
    return Math.abs(left - seconds * 1_000) <= FIT_MILLIS;
  }

  private Told period(long seconds, String source) {
    return told(Topic.PERIOD, String.valueOf(seconds), Texts.period(seconds) + source);
  }

  private Told told(Topic topic, String answer, String text) {
    return new Told(topic, counter.paths(), answer, text, proof);
  }

  private CannotTell unknown(Topic topic, String why) {
    return new CannotTell(topic, counter.paths(), why, proof);
  }
}
