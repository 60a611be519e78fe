package io.tallygate.gateway.key;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be done with owners. What was done is on the disk when a method returns. */
public interface Owners {

  /** There are at most this many owners. */
  int OWNERS_MAX = 100_000;

  /**
   * Makes an owner.
   *
   * @param plan a name, or null for the policy's limits
   * @throws DataException if there are {@link #OWNERS_MAX}, or no such plan
   */
  Owner create(Description description, @Nullable String plan);

  /**
   * The owner of an id.
   *
   * @throws DataException if there is none
   */
  Owner get(String id);

  /**
   * The oldest first.
   *
   * @param text part of the name, in capitals or not, or the whole id; empty for any
   */
  Page<Owner> list(String text, Page.Request page);

  /**
   * Changes an owner, all of it or nothing.
   *
   * @param seen what the caller has read of it
   * @throws DataException if there is no such owner or plan, or it was changed since
   */
  Owner change(String id, List<OwnerChange> changes, Version seen);
}
