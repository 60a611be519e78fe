package io.tallygate.gateway.usage;

import java.util.List;
import java.util.Optional;

/**
 * Who uses what at this moment, of this gateway. Counts nothing. Thread-safe; to be asked by those
 * who show it, not by calls.
 */
public interface UsageNow {

  /** Of whom {@link #heaviest} and {@link #nearest} tell at most. */
  int CALLERS_MAX = 100;

  /** Of one caller at most this many refusals are remembered. */
  int REFUSALS_MAX = 20;

  /**
   * How a caller stands; empty if this gateway knows no such key or proven token.
   *
   * @throws io.tallygate.gateway.key.DataException if the database cannot be read
   */
  Optional<CallerStanding> standing(String caller);

  /** What was counted since the start. */
  LiveTotals totals();

  /**
   * Who called most within the last minute, the heaviest first.
   *
   * @param max 1 to {@link #CALLERS_MAX}
   */
  List<HeavyCaller> heaviest(int max);

  /**
   * Who of those that called lately has used half of a limit or more, the nearest first.
   *
   * @param max 1 to {@link #CALLERS_MAX}
   */
  List<NearLimit> nearest(int max);

  /** A caller's last refusals, the newest first; empty if none is remembered. */
  List<RefusedCall> lastRefusals(String caller);
}
