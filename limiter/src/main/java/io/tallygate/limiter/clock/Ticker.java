package io.tallygate.limiter.clock;

import java.time.Instant;

/** Where time comes from. Thread-safe; tests pass one that they move by hand. */
public interface Ticker {

  /** Nanoseconds of a clock that only ever moves forward; the origin is arbitrary. */
  long monotonicNanos();

  /** Microseconds since the Unix epoch, of a clock that people and NTP may set. */
  long wallMicros();

  /**
   * Whether a reading costs more than a decision, so that a thread shall read ahead and decisions
   * be content with a time a few milliseconds old. Without it every decision reads the time, and a
   * ticker that is moved by hand is followed at once.
   */
  default boolean isCostly() {
    return false;
  }

  /** The machine's clocks. */
  Ticker SYSTEM =
      new Ticker() {
        @Override
        public long monotonicNanos() {
          return System.nanoTime();
        }

        @Override
        public long wallMicros() {
          Instant now = Instant.now();
          return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        }

        @Override
        public boolean isCostly() {
          return true;
        }
      };
}
