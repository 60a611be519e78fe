package io.tallygate.limiter.clock;

import java.time.Instant;

/** Where time comes from. Thread-safe; tests pass one that they move by hand. */
public interface Ticker {

  /** Nanoseconds of a clock that only ever moves forward; the origin is arbitrary. */
  long monotonicNanos();

  /** Microseconds since the Unix epoch, of a clock that people and NTP may set. */
  long wallMicros();

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
      };
}
