package io.tallygate.limiter.storage;

import static io.tallygate.limiter.check.Checks.require;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where counters are kept so that they outlive the process.
 *
 * @param file is made if it is not there; one process at a time uses it
 * @param sync how often it is written to the disk, {@link #NEVER} or 10 ms to 1 h. What a death of
 *     the process loses is nothing either way; what a death of the machine loses is what was
 *     counted since
 * @param onLost what becomes of calls whose counters may have been lost
 */
public record TableConfig(Path file, Duration sync, OnLost onLost) {

  /** The operating system writes it to the disk when it likes. */
  public static final Duration NEVER = Duration.ZERO;

  private static final Duration SYNC_MIN = Duration.ofMillis(10);
  private static final Duration SYNC_MAX = Duration.ofHours(1);

  /** What becomes of a call whose counter may have stood in a lost page. */
  public enum OnLost {
    /** It is counted from 0: at most one limit too much for each lost counter. */
    ALLOW,
    /** It finds no room, until the longest window that was found has passed. */
    DENY
  }

  public TableConfig {
    require(
        sync.isZero() || (sync.compareTo(SYNC_MIN) >= 0 && sync.compareTo(SYNC_MAX) <= 0),
        "sync must be never or 10ms to 1h: sync=%s",
        sync);
  }

  /** Written to the disk once a second. */
  public static TableConfig of(Path file) {
    return new TableConfig(file, Duration.ofSeconds(1), OnLost.ALLOW);
  }
}
