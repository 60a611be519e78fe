package io.tallygate.client;

import io.tallygate.client.Pace.Spread;
import io.tallygate.client.backoff.Schedule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Endpoints that share limits: their windows, and who waits. Guarded by the ledger's lock. */
final class Group {

  /*
   * Waiters go out in the order in which they came. The first goes when all of this is so:
   *
   *   held        the server's word, or a back-off of ours, is over
   *   scout       until the group's first answer is here one request is under way; who waits for
   *               it does so SCOUT_MAX at most, for an answer may take as long as it likes
   *   probe       after refusals without a word one request at a time goes out, until one is served
   *   left        every window has a unit left; else the next window, and there a moment that the
   *               dice choose, so that processes with one key do not all come in one second
   *   spaced      with EVEN, and at the start of a window that was waited for, the distance from
   *               the request before is kept
   *
   * With EVEN, a unit for each other process that seems to be there is left at a window's end: each
   * may have a request under way that no answer has told of yet.
   *
   * Who cannot be served before its deadline is told at once, not at its deadline.
   */

  /** Nobody knows when: an answer that is under way will tell. */
  static final long PENDING = Long.MAX_VALUE;

  private static final long SCOUT_MAX_NANOS = 1_000_000_000L;
  private static final long LATE_MAX_NANOS = 100_000_000L;

  final String name;
  final Map<String, Window> windows = new LinkedHashMap<>();
  final Deque<Waiter> queue = new ArrayDeque<>();
  private final ClientConfig config;

  /** The wake-up that is set, if one is. */
  @Nullable CompletableFuture<Void> alarm;

  long alarmNanos;

  private boolean isHeld;
  private long heldUntilNanos;
  private int refusals;
  private long refusedAtNanos;
  private long underWay;
  private boolean isAnswered;
  private long scoutNanos; // when the first of the requests under way went out
  private boolean hasSent;
  private long sentNanos; // of the last request, or when it should have gone out
  private double dice;
  private long gapNanos; // between requests until gapUntilNanos
  private long gapUntilNanos;

  Group(String name, ClientConfig config, double dice) {
    this.name = name;
    this.config = config;
    this.dice = dice;
  }

  /** Holds all requests back; a hold is never shortened. */
  void hold(long untilNanos) {
    if (!isHeld || untilNanos - heldUntilNanos > 0) {
      isHeld = true;
      heldUntilNanos = untilNanos;
    }
  }

  boolean isHeld(long nowNanos) {
    return isHeld && heldUntilNanos - nowNanos > 0;
  }

  long heldUntilNanos() {
    return heldUntilNanos;
  }

  long underWay() {
    return underWay;
  }

  /** How many refusals have come in a row; those of requests under way together are one. */
  int refused(long requestSentNanos, long nowNanos) {
    if (refusals == 0 || requestSentNanos - refusedAtNanos >= 0) {
      refusals++;
      refusedAtNanos = nowNanos;
    }
    return refusals;
  }

  /** The first answer is here: what it does not say will not be said. */
  void answered() {
    isAnswered = true;
  }

  void served(long requestSentNanos) {
    if (requestSentNanos - refusedAtNanos >= 0) {
      refusals = 0;
    }
  }

  /** A request's answer is here, or it never went out. */
  void ended() {
    underWay--;
  }

  /** Whether a call may go out at once, before anything is queued; if so it is under way. */
  boolean startsAtOnce(long nowNanos) {
    if (!queue.isEmpty()) {
      return false;
    }
    long ready = readyAt(nowNanos);
    if (ready == PENDING || ready - nowNanos > 0) {
      return false;
    }
    start(nowNanos);
    return true;
  }

  /**
   * Lets out whose turn it is, and refuses who cannot be served in time.
   *
   * @param then what to do when the lock is released
   * @return the moment at which to look again, {@link #PENDING} if an answer must come first
   */
  long pump(long nowNanos, List<Settled> then) {
    while (!queue.isEmpty()) {
      Waiter first = queue.element();
      if (first.turn().isDone()) {
        queue.remove();
        continue;
      }
      long ready = readyAt(nowNanos);
      if (ready == PENDING) {
        return refuseLate(nowNanos, PENDING, then);
      }
      if (ready - nowNanos > 0) {
        refuseLate(nowNanos, ready, then);
        return queue.isEmpty() ? PENDING : ready;
      }
      queue.remove();
      start(nowNanos);
      then.add(new Settled(first, Settled.Outcome.GO, nowNanos));
    }
    return PENDING;
  }

  /** Refuses all whose estimated turn is after their deadline; gives the earliest deadline left. */
  private long refuseLate(long nowNanos, long readyNanos, List<Settled> then) {
    long spacing = readyNanos == PENDING ? 0 : spacing(nowNanos);
    long turn = readyNanos == PENDING ? nowNanos : readyNanos;
    long earliest = PENDING;
    for (Iterator<Waiter> waiters = queue.iterator(); waiters.hasNext(); ) {
      Waiter waiter = waiters.next();
      if (waiter.turn().isDone()) {
        waiters.remove();
      } else if (turn - waiter.deadlineNanos() > 0) {
        waiters.remove();
        long known = readyNanos == PENDING ? PENDING : turn;
        then.add(new Settled(waiter, Settled.Outcome.LATE, known));
      } else {
        boolean isEarlier = earliest == PENDING || waiter.deadlineNanos() - earliest < 0;
        earliest = isEarlier ? waiter.deadlineNanos() : earliest;
        turn += spacing;
      }
    }
    return earliest == PENDING ? PENDING : earliest + 1;
  }

  private void start(long nowNanos) {
    long spacing = spacing(nowNanos);
    // One distance may be made up for if the wake-up came late, or as many as make a tenth of a
    // second, for on a busy machine a wake-up may be later than the distance is long.
    long due = hasSent ? sentNanos + spacing : nowNanos;
    sentNanos = Math.max(due, nowNanos - Math.max(spacing, LATE_MAX_NANOS));
    hasSent = true;
    scoutNanos = underWay == 0 ? nowNanos : scoutNanos;
    underWay++;
  }

  /** The distance from one request to the next. */
  private long spacing(long nowNanos) {
    long spacing = gapUntilNanos - nowNanos > 0 ? gapNanos : 0;
    if (isEven()) {
      for (Window window : windows.values()) {
        spacing = Math.max(spacing, window.evenNanos(left(window, underWay), nowNanos));
      }
    }
    return spacing;
  }

  private long readyAt(long nowNanos) {
    windows.values().forEach(window -> rollAndSpread(window, nowNanos));
    if (isHeld(nowNanos)) {
      return heldUntilNanos;
    }
    if (!isAnswered && underWay > 0) {
      return scoutedAt();
    }
    if (refusals > 0 && underWay > 0) {
      return PENDING;
    }
    long ready = nowNanos;
    for (Window window : windows.values()) {
      if (left(window, underWay) > 0) {
        continue;
      }
      if (left(window, 0) > 0) {
        return PENDING; // what is under way may have been counted already
      }
      if (window.hasReset()) {
        ready = Math.max(ready, window.resetNanos() + spread(window));
      } else if (underWay > 0) {
        return PENDING; // spent, and nobody said until when: one at a time finds out
      }
    }
    return hasSent ? Math.max(ready, sentNanos + spacing(nowNanos)) : ready;
  }

  private long left(Window window, long underWay) {
    return window.left(underWay, config.pace().reserve() + (isEven() ? window.unseen() : 0));
  }

  private boolean isEven() {
    return config.pace().spread() == Spread.EVEN;
  }

  /** Whether calls of a whole window have a distance of their own. */
  private boolean isSpaced(Window window) {
    return isEven() && window.evenNanos() > 0;
  }

  /** When the scout need not be waited for longer: nobody is refused for it. */
  private long scoutedAt() {
    long until = scoutNanos + Math.min(SCOUT_MAX_NANOS, config.maxWait().toNanos());
    Waiter first = queue.peek();
    return first != null && first.deadlineNanos() - until < 0 ? first.deadlineNanos() : until;
  }

  /** Calls that are spaced evenly are spread already, so that their dice choose a distance. */
  private long spread(Window window) {
    long most = Schedule.spreadNanos(window.lengthNanos());
    return Math.round(dice * (isEven() ? Math.min(most, window.evenNanos()) : most));
  }

  /** At the start of a window that many wait for, they go out one by one. */
  private void rollAndSpread(Window window, long nowNanos) {
    if (!window.hasReset() || nowNanos - window.resetNanos() < 0) {
      return;
    }
    if (left(window, 0) <= 0) {
      hold(window.resetNanos() + spread(window));
      if (queue.size() > 1 && !isSpaced(window)) {
        long spread = Schedule.spreadNanos(window.lengthNanos());
        gapNanos = spread / queue.size();
        gapUntilNanos = nowNanos + spread;
      }
    }
    dice = config.surroundings().dice().getAsDouble();
    window.roll(nowNanos);
  }

  /**
   * The exact moment that a server means who says in whole seconds until when to wait: the end of a
   * window that is known better.
   *
   * @param untilNanos the server's word, rounded up
   */
  long exactly(long untilNanos) {
    long exact = untilNanos;
    for (Window window : windows.values()) {
      exact = Math.min(exact, window.exactly(untilNanos));
    }
    return exact;
  }

  /** All who wait here: they shall look where their endpoint belongs now. */
  List<Waiter> leave() {
    List<Waiter> waiters = new ArrayList<>(queue);
    queue.clear();
    return waiters;
  }

  List<Window> spentWindows() {
    List<Window> spent = new ArrayList<>();
    for (Window window : windows.values()) {
      if (window.hasReset() && (!window.knowsRemaining() || window.left(0, 0) <= 0)) {
        spent.add(window);
      }
    }
    return spent;
  }
}
