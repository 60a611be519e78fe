package io.tallygate.limiter;

import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.LimitOverride;
import io.tallygate.limiter.policy.WindowStart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a limiter shall decide, written as plainly as possible: every counter is the list of its
 * windows, every wait is found by trying each second.
 */
final class ReferenceLimiter {

  private static final long SECOND = 1_000_000;
  private static final long SEARCH_SECONDS = 150;

  private final Map<String, List<Window>> counters = new HashMap<>();

  /** One window of one counter: [start, end) and what was admitted in it. */
  static final class Window {

    final long startSecond;
    final long endSecond;
    long used;

    Window(long startSecond, long endSecond) {
      this.startSecond = startSecond;
      this.endSecond = endSecond;
    }
  }

  /** The limiter's time and how far it is ahead of the wall clock, in microseconds. */
  record Now(long micros, long aheadMicros) {

    long second() {
      return micros / SECOND;
    }

    /** Real time until the limiter's clock shows {@code second}: by the wall, or at 0.9 speed. */
    long waitMicros(long second) {
      long left = Math.max(second * SECOND - micros, 0);
      long atNineTenths = (left * 10 + 8) / 9;
      long byTheWall = left + Math.max(aheadMicros, 0);
      return Math.min(atNineTenths, byTheWall);
    }

    long waitSeconds(long second) {
      return Math.max(ceilSecond(waitMicros(second)), 1);
    }

    long resetSecond(long second) {
      return aheadMicros <= 0 ? second : ceilSecond(micros - aheadMicros + waitMicros(second));
    }

    private static long ceilSecond(long micros) {
      return (micros + SECOND - 1) / SECOND;
    }
  }

  /** A call as the reference knows it. */
  record Request(
      String caller,
      List<LimitOverride> overrides,
      String group,
      List<Limit> limits,
      WindowStart start,
      long cost) {

    String counter(Limit limit) {
      return caller + " / " + group + " / " + limit.name();
    }

    long count(Limit limit, long second) {
      return overrides.stream()
          .filter(override -> override.limit().equals(limit.name()))
          .filter(override -> second < override.untilSecond())
          .mapToLong(LimitOverride::count)
          .findFirst()
          .orElse(limit.count());
    }
  }

  /** The answer, and the windows that were charged. */
  record Verdict(Answer answer, boolean never, List<Window> charged) {}

  Verdict decide(Request request, Call.Mode mode, Now now) {
    boolean admitted = true;
    for (Limit limit : request.limits()) {
      admitted &= request.cost() <= left(request, limit, now.second());
    }
    List<Window> charged = new ArrayList<>();
    if (admitted && mode == Call.Mode.CHARGE && request.cost() > 0) {
      request.limits().forEach(limit -> charged.add(charge(request, limit, now.second())));
    }
    List<LimitState> states = new ArrayList<>();
    List<Long> frees = new ArrayList<>(); // when each limit lets the call pass; -1 if it does now
    for (Limit limit : request.limits()) {
      long count = request.count(limit, now.second());
      long left = left(request, limit, now.second());
      long end = endSecond(request, limit, now.second());
      long free =
          admitted || request.cost() <= left ? end : freeSecond(request, List.of(limit), now);
      frees.add(request.cost() <= left ? -1 : free < 0 ? Long.MAX_VALUE : now.waitMicros(free));
      states.add(
          new LimitState(
              limit.name(),
              count,
              limit.period().toSeconds(),
              left,
              now.resetSecond(end),
              now.waitSeconds(free < 0 ? end : free)));
    }
    int shown = 0;
    for (int i = 1; i < states.size(); i++) {
      if (admitted
          ? isTighter(states.get(i), states.get(shown))
          : freesLater(states, frees, i, shown)) {
        shown = i;
      }
    }
    if (admitted) {
      return new Verdict(new Answer(Outcome.ADMITTED, states.get(shown), states), false, charged);
    }
    long free = freeSecond(request, request.limits(), now);
    if (free >= 0) {
      states.set(shown, withWait(states.get(shown), now.waitSeconds(free)));
    }
    return new Verdict(new Answer(Outcome.REFUSED, states.get(shown), states), free < 0, charged);
  }

  private static LimitState withWait(LimitState state, long waitSeconds) {
    return new LimitState(
        state.name(),
        state.count(),
        state.periodSeconds(),
        state.remaining(),
        state.resetSecond(),
        waitSeconds);
  }

  private static boolean isTighter(LimitState one, LimitState other) {
    return one.remaining() != other.remaining()
        ? one.remaining() < other.remaining()
        : one.resetSecond() > other.resetSecond();
  }

  private static boolean freesLater(List<LimitState> states, List<Long> frees, int i, int j) {
    return !frees.get(i).equals(frees.get(j))
        ? frees.get(i) > frees.get(j)
        : states.get(i).resetSecond() > states.get(j).resetSecond();
  }

  void giveBack(Verdict verdict, long cost) {
    verdict.charged().forEach(window -> window.used -= cost);
  }

  /** The windows of all counters, in the order in which they were opened. */
  Map<String, List<Window>> windows() {
    return counters;
  }

  private long left(Request request, Limit limit, long second) {
    Window open = open(request, limit, second);
    long count = request.count(limit, second);
    return open == null ? count : Math.max(count - open.used, 0);
  }

  private long endSecond(Request request, Limit limit, long second) {
    Window open = open(request, limit, second);
    return open != null ? open.endSecond : next(request, limit, second).endSecond;
  }

  private Window charge(Request request, Limit limit, long second) {
    Window window = open(request, limit, second);
    if (window == null) {
      window = next(request, limit, second);
      list(request, limit).add(window);
    }
    window.used += request.cost();
    return window;
  }

  private @Nullable Window open(Request request, Limit limit, long second) {
    List<Window> windows = list(request, limit);
    if (windows.isEmpty()) {
      return null;
    }
    Window last = windows.get(windows.size() - 1);
    return last.endSecond > second && last.used > 0 ? last : null;
  }

  private Window next(Request request, Limit limit, long second) {
    long period = limit.period().toSeconds();
    long start = request.start() == WindowStart.CLOCK ? second / period * period : second;
    long end = start + period;
    List<Window> windows = list(request, limit);
    if (!windows.isEmpty()) { // a window that was emptied: the next one does not end before it
      end = Math.max(end, windows.get(windows.size() - 1).endSecond);
    }
    return new Window(start, end);
  }

  private List<Window> list(Request request, Limit limit) {
    return counters.computeIfAbsent(request.counter(limit), counter -> new ArrayList<>());
  }

  /** The first second at which the call fits these limits, if nothing is admitted; or -1. */
  private long freeSecond(Request request, List<Limit> limits, Now now) {
    for (long second = now.second() + 1; second < now.second() + SEARCH_SECONDS; second++) {
      boolean fits = true;
      for (Limit limit : limits) {
        fits &= request.cost() <= left(request, limit, second);
      }
      if (fits) {
        return second;
      }
    }
    return -1;
  }
}
