package io.tallygate.gateway.key;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The keys that a gateway knows. Answers from memory, on any thread, without blocking. */
public interface KeyDirectory {

  /**
   * The key whose secret this is, in the state that it has now; null if there is none.
   *
   * @param token what the caller sent, whole; of any length and content
   */
  @Nullable KnownKey find(String token);

  /** How many secrets are known; 0 where nobody counts them. */
  default int size() {
    return 0;
  }

  /**
   * How long ago the keys were last seen to be up to date; zero for keys that nobody else changes.
   */
  default Duration age() {
    return Duration.ZERO;
  }

  /** The key of an id, in the state in which it was last read; null if it is not known. */
  default @Nullable KnownKey byId(String id) {
    return null;
  }

  /** What keeps the keys from being up to date, for {@code /readyz}; empty if nothing does. */
  default String trouble() {
    return "";
  }
}
