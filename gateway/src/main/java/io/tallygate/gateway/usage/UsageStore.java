package io.tallygate.gateway.usage;

import java.util.List;

/**
 * Keeps what was called. One thread writes; any may read. All methods throw {@link
 * io.tallygate.gateway.key.DataException} if the database cannot be used.
 */
public interface UsageStore extends UsageHistory, AutoCloseable {

  /**
   * Adds counts to those that are there, in one transaction. Asked again with the batch that its
   * writer asked for last, it does nothing if that was done, though the answer was lost.
   */
  void add(UsageBatch batch);

  /**
   * Sums by group, and which batch of a writer is the last among them: both of one state, so that
   * he who knows what he has written or not adds up nothing twice.
   */
  Written written(UsageQuery query, String writer);

  /**
   * What the database has.
   *
   * @param groups as {@link #groups} has them
   * @param batch the number of the writer's last batch in there; 0 for none
   */
  record Written(List<GroupCounts> groups, long batch) {

    public Written {
      groups = List.copyOf(groups);
    }
  }

  /**
   * Deletes some of what is too old or one too many, the oldest first, in small transactions.
   *
   * @param second now, Unix
   * @return whether there may be more to delete
   */
  boolean tidy(long second);

  /** Rows that {@link #tidy} deleted here before their time, for there were too many of them. */
  long cut();

  @Override
  void close();
}
