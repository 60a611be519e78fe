package io.tallygate.gateway.coach;

import io.tallygate.gateway.coach.CallNote.Kind;
import io.tallygate.gateway.coach.CallNote.Terms;
import io.tallygate.gateway.coach.Seen.SeenGroup;
import io.tallygate.gateway.coach.Seen.SpentWindow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is kept of a caller's calls of one group. Not thread-safe. */
final class GroupNotes {

  static final int BYTES = 250;

  /** With as many refusals as there may be. */
  static final int BYTES_MAX =
      BYTES + OpenRefusals.BYTES + OpenRefusals.OPEN_MAX * OpenRefusals.OPEN_BYTES;

  private static final long SECOND_MICROS = 1_000_000;

  final String name;
  private final HourCount calls = new HourCount();
  private final HourCount retries = new HourCount();
  private long limit = CallNote.NO_LIMIT;
  private long periodSeconds;
  private long termsHour;
  private @Nullable OpenRefusals refusals; // made with the first
  private @Nullable SpentWindow window; // the last in which there was a refusal
  private @Nullable SpentWindow windowBefore;
  private long lastHour;

  GroupNotes(String name) {
    this.name = name;
  }

  long lastHour() {
    return lastHour;
  }

  void note(CallNote call, long hour) {
    lastHour = hour;
    calls.add(hour, 1);
    Terms terms = call.terms;
    if (terms == null) {
      return;
    }
    learn(terms, hour);
    if (call.kind == Kind.REFUSED) {
      refused(call, terms, hour);
    }
  }

  /** Of several limits the one that lets the least through in an hour. */
  private void learn(Terms terms, long hour) {
    if (terms.limit() == CallNote.NO_LIMIT) {
      return;
    }
    boolean isLower =
        limit == CallNote.NO_LIMIT
            || (double) terms.limit() / terms.periodSeconds() < (double) limit / periodSeconds;
    if (isLower || hour != termsHour || terms.periodSeconds() == periodSeconds) {
      limit = terms.limit();
      periodSeconds = terms.periodSeconds();
      termsHour = hour;
    }
  }

  private void refused(CallNote call, Terms terms, long hour) {
    OpenRefusals open = refusals;
    if (open == null) {
      open = new OpenRefusals();
      refusals = open;
    }
    if (open.isEarly(call)) {
      retries.add(hour, 1);
    }
    long until = call.endedMicros + terms.waitSeconds() * SECOND_MICROS;
    if (terms.resetSecond() > 0) { // the wait is rounded up: who comes at the reset is in time
      until = Math.min(until, terms.resetSecond() * SECOND_MICROS);
      spent(call, terms);
    }
    open.refused(call, until);
  }

  /** The first refusal of a window shows that its limit was spent by then. */
  private void spent(CallNote call, Terms terms) {
    SpentWindow last = window;
    if (last != null && Math.abs(terms.resetSecond() - last.resetSecond()) <= 1) {
      window = last.refusedAgain();
      return;
    }
    long start = (terms.resetSecond() - terms.periodSeconds()) * SECOND_MICROS;
    windowBefore = last;
    window =
        new SpentWindow(
            terms.resetSecond(),
            terms.periodSeconds(),
            terms.limit(),
            Math.max(call.endedMicros - start, 0),
            1);
  }

  SeenGroup seen(long hour, long hourSeconds) {
    List<SpentWindow> windows = new ArrayList<>();
    for (SpentWindow one : new SpentWindow[] {windowBefore, window}) {
      if (one != null && one.resetSecond() >= (hour - 1) * hourSeconds) {
        windows.add(one);
      }
    }
    return new SeenGroup(
        name,
        new Allowance(limit, periodSeconds, hourSeconds),
        calls.sum(hour),
        retries.sum(hour),
        refusals == null ? 0 : refusals.medianMillis(),
        windows);
  }

  int bytes() {
    return BYTES + (refusals == null ? 0 : refusals.bytes());
  }
}
