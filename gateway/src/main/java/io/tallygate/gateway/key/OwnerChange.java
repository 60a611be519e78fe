package io.tallygate.gateway.key;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thing that may be changed of an owner. */
public sealed interface OwnerChange {

  record Rename(String name) implements OwnerChange {}

  record SetMetadata(Map<String, String> metadata) implements OwnerChange {

    public SetMetadata {
      metadata = Map.copyOf(metadata);
    }
  }

  /**
   * Puts all its keys on a plan that have none of their own.
   *
   * @param plan a name; null for the policy's limits
   */
  record SetPlan(@Nullable String plan) implements OwnerChange {}

  /** Calls with any of its keys are answered 403. */
  record Block() implements OwnerChange {}

  record Unblock() implements OwnerChange {}
}
