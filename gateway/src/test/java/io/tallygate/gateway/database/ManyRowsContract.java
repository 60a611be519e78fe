package io.tallygate.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.usage.Counts;
import io.tallygate.gateway.usage.Grain;
import io.tallygate.gateway.usage.UsageBatch;
import io.tallygate.gateway.usage.UsageRow;
import io.tallygate.limiter.clock.Ticker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is one too many, with rows by the million: the bound is a tenth of the real one. Prints how
 * long it took.
 */
@Tag("long")
@Timeout(600)
abstract class ManyRowsContract {

  private static final long NOW = 1_795_510_800 / 3_600 * 3_600;
  private static final int ROWS_MAX = 2_000_000;
  private static final int KEYS = 5_000;
  private static final int HOURS = 450; // * 5,000 keys = 2,250,000 rows
  private static final int SURPLUS = KEYS * HOURS - ROWS_MAX;
  private static final int HOURS_PER_BATCH = 10; // * 5,000 keys = 50,000 rows

  private static final long HOUR = 3_600;
  private static final long TURN_SECONDS = 10;

  /** A new, empty place for a database. */
  abstract Location location();

  private static void fill(StoredUsage usage) {
    for (int from = 0; from < HOURS; from += HOURS_PER_BATCH) {
      List<UsageRow> rows = new ArrayList<>();
      for (int i = from; i < from + HOURS_PER_BATCH; i++) {
        for (int key = 0; key < KEYS; key++) {
          long start = NOW - i * HOUR;
          rows.add(new UsageRow("key_" + key, "things", start, new Counts(1, 0, 0)));
        }
      }
      usage.add(new UsageBatch("w", from / HOURS_PER_BATCH + 1, rows, List.of()));
    }
  }

  private static double seconds(long sinceNanos) {
    return (Ticker.SYSTEM.monotonicNanos() - sinceNanos) / 1e9;
  }

  @Test
  void tidy_aQuarterMillionTooMany_deletesThoseAndTheOldest() {
    Location place = location();
    Database.open(place).close();
    try (StoredUsage usage = StoredUsage.open(place, ROWS_MAX)) {
      long began = Ticker.SYSTEM.monotonicNanos();
      fill(usage);
      double filled = seconds(began);
      int turns = 0;
      double longest = 0;
      double all = 0;
      boolean more = true;
      while (more) {
        long turnBegan = Ticker.SYSTEM.monotonicNanos();
        more = usage.tidy(NOW + turns * TURN_SECONDS);
        turns++;
        longest = Math.max(longest, seconds(turnBegan));
        all += seconds(turnBegan);
      }
      System.err.printf(
          "%s: %,d rows written in %.1f s; %,d too many deleted in %d turns, %.1f s, at most %.1f"
              + " s each%n",
          getClass().getSimpleName(), KEYS * HOURS, filled, SURPLUS, turns, all, longest);

      assertThat(usage.cut()).isEqualTo(SURPLUS);
      assertThat(turns).as("the last finds nothing to do").isEqualTo(4);
    }
    assertOldestAreGone(place);
  }

  private static void assertOldestAreGone(Location place) {
    try (Database database = Database.openExisting(place)) {
      UsageTable hours = UsageTable.of(Grain.HOUR);
      assertThat(database.once(hours::size)).isEqualTo(ROWS_MAX);
      long gone = SURPLUS / KEYS; // whole hours
      assertThat(database.once(hours::oldestSecond)).isEqualTo(NOW - (HOURS - gone - 1) * HOUR);
    }
  }
}
