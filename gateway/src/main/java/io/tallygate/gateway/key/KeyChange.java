package io.tallygate.gateway.key;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thing that may be changed of a key. */
public sealed interface KeyChange {

  record Rename(String name) implements KeyChange {}

  record SetMetadata(Map<String, String> metadata) implements KeyChange {

    public SetMetadata {
      metadata = Map.copyOf(metadata);
    }
  }

  /**
   * Gives it to an owner.
   *
   * @param owner an id; null makes it its own
   */
  record SetOwner(@Nullable String owner) implements KeyChange {}

  /**
   * Puts it on a plan.
   *
   * @param plan a name; null for its owner's
   */
  record SetPlan(@Nullable String plan) implements KeyChange {}

  /**
   * Ends it at a second, in the past too.
   *
   * @param expirySecond {@link Life#NO_END} for never
   */
  record Expire(long expirySecond) implements KeyChange {}

  /** Calls are answered 403. */
  record Block() implements KeyChange {}

  record Unblock() implements KeyChange {}

  /** Ends it for good: the only change that nothing takes back. */
  record Revoke() implements KeyChange {}
}
