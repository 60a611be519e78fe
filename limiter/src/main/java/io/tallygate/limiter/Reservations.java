package io.tallygate.limiter;

import static io.tallygate.limiter.check.Checks.require;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/** A limiter's open reservations, by their deadlines. Thread-safe. */
final class Reservations {

  private static final Duration DEADLINE_MIN = Duration.ofMillis(1);
  private static final Duration DEADLINE_MAX = Duration.ofDays(1);

  /** Settles a reservation's charges for what was used, and says what found no room. */
  interface Settling {
    long settle(Decision decision, long units);
  }

  /** Not a chain of lambdas: a model checker shall be able to look into it. */
  private enum ByDeadline implements Comparator<Reservation> {
    FIRST;

    @Override
    public int compare(Reservation one, Reservation other) {
      return one.deadlineMicros != other.deadlineMicros
          ? Long.compare(one.deadlineMicros, other.deadlineMicros)
          : Long.compare(one.number, other.number);
    }
  }

  private final Settling settling;
  private final LongSupplier micros;
  private final TreeSet<Reservation> open = new TreeSet<>(ByDeadline.FIRST);
  private volatile long firstDeadline = Long.MAX_VALUE;
  private long made;

  Reservations(Settling settling, LongSupplier micros) {
    this.settling = settling;
    this.micros = micros;
  }

  /** Whether there is room for one more, after the late ones have been ended. */
  boolean hasRoom() {
    expire();
    synchronized (this) {
      return open.size() < Limiter.RESERVATIONS_MAX;
    }
  }

  synchronized Reservation open(Decision decision, Duration deadline) {
    Reservation next =
        new Reservation(this, decision, micros.getAsLong() + deadline.toNanos() / 1_000, made++);
    if (decision.outcome() == Outcome.ADMITTED) {
      open.add(next);
      firstDeadline = open.first().deadlineMicros;
    }
    return next;
  }

  static void check(Duration deadline) {
    require(
        deadline.compareTo(DEADLINE_MIN) >= 0 && deadline.compareTo(DEADLINE_MAX) <= 0,
        "deadline must be 1ms to 1d: deadline=%s",
        deadline);
  }

  /** Ends those whose deadline has passed, so that they hold no places in flight. */
  void expire() {
    if (firstDeadline > micros.getAsLong()) {
      return;
    }
    List<Reservation> late;
    synchronized (this) {
      late = new ArrayList<>();
      for (Reservation each : open) {
        if (!isPast(each)) {
          break;
        }
        late.add(each);
      }
    }
    late.forEach(Reservation::expire); // takes each one's lock, then this one's
  }

  boolean isPast(Reservation reservation) {
    return reservation.deadlineMicros <= micros.getAsLong();
  }

  long settle(Reservation reservation, long units) {
    synchronized (this) {
      open.remove(reservation);
      firstDeadline = open.isEmpty() ? Long.MAX_VALUE : open.first().deadlineMicros;
    }
    return settling.settle(reservation.decision(), units);
  }
}
