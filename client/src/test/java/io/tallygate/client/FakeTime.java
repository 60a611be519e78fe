package io.tallygate.client;

import io.tallygate.limiter.clock.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.DoubleSupplier;

/** A clock and its alarm, which go on at once to where the next sleeper wakes. Thread-safe. */
final class FakeTime implements Ticker, Alarm {

  /** Tuesday, 24 November 2026, 13:00:00 UTC. */
  static final long START_SECOND = 1_795_525_200L;

  private record Sleeper(long untilNanos, CompletableFuture<Void> wakes) {}

  private final PriorityQueue<Sleeper> sleepers =
      new PriorityQueue<>(Comparator.comparingLong(Sleeper::untilNanos));
  private final List<Duration> slept = new ArrayList<>();
  private final boolean isManual;
  private long nanos = -7_000_000_000_000L; // the origin is arbitrary, and may be negative
  private long wallMicros = START_SECOND * 1_000_000;

  private FakeTime(boolean isManual) {
    this.isManual = isManual;
  }

  /** Nobody waits: an alarm moves the clock and rings. For one call at a time. */
  static FakeTime skipping() {
    return new FakeTime(false);
  }

  /** The clock stands until {@link #advance}. */
  static FakeTime standing() {
    return new FakeTime(true);
  }

  @Override
  public synchronized long monotonicNanos() {
    return nanos;
  }

  @Override
  public synchronized long wallMicros() {
    return wallMicros;
  }

  /** Sets the wall clock; no time goes by. */
  synchronized void setWall(long second) {
    wallMicros = second * 1_000_000;
  }

  synchronized long wallSecond() {
    return Math.floorDiv(wallMicros, 1_000_000L);
  }

  /** How long it was slept, each time. */
  synchronized List<Duration> slept() {
    return List.copyOf(slept);
  }

  synchronized Duration sinceStart() {
    return Duration.ofNanos(nanos + 7_000_000_000_000L);
  }

  @Override
  public CompletableFuture<Void> after(long wait) {
    CompletableFuture<Void> wakes = new CompletableFuture<>();
    synchronized (this) {
      slept.add(Duration.ofNanos(wait));
      if (isManual) {
        sleepers.add(new Sleeper(nanos + wait, wakes));
        return wakes;
      }
      move(wait);
    }
    wakes.complete(null);
    return wakes;
  }

  void advance(Duration time) {
    List<CompletableFuture<Void>> due = new ArrayList<>();
    synchronized (this) {
      move(time.toNanos());
      while (!sleepers.isEmpty() && sleepers.element().untilNanos() - nanos <= 0) {
        due.add(sleepers.remove().wakes());
      }
    }
    due.forEach(it -> it.complete(null));
  }

  private void move(long by) {
    nanos += by;
    wallMicros += by / 1_000;
  }

  /** With a clock that stands, all happens on the thread that moves it. */
  Surroundings with(DoubleSupplier dice) {
    Executor executor = isManual ? Runnable::run : ForkJoinPool.commonPool();
    return new Surroundings(this, this, dice, executor);
  }

  /** Surroundings with this time and dice that always fall on one side. */
  Surroundings with(double dice) {
    return with(() -> dice);
  }
}
