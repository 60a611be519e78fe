package io.tallygate.gateway.usage;

import io.tallygate.gateway.key.Page;
import java.util.List;

/**
 * What was called over time, by all gateways on one database. What was called within the last 10
 * seconds may be missing. Thread-safe; may wait for the database.
 *
 * <p>All methods throw {@link io.tallygate.gateway.key.DataException} if it cannot be read.
 */
public interface UsageHistory {

  /** At most this many rows are kept, of hours and minutes together. */
  long ROWS_MAX = 20_000_000;

  /** The oldest first; of one hour or minute in the order in which callers came first. */
  Page<UsageRow> rows(UsageQuery query, Page.Request page);

  /**
   * Sums by group, the most called first. Where all callers are asked for, calls without a key are
   * among them.
   */
  List<GroupCounts> groups(UsageQuery query);

  /**
   * Sums by hour or minute, the oldest first; those without calls are left out. Where all callers
   * are asked for, calls without a key are among them.
   */
  List<Moment> moments(UsageQuery query);
}
