package io.tallygate.gateway.key;

import org.jspecify.annotations.Nullable;

/** The keys that a gateway knows. Answers from memory, on any thread, without blocking. */
public interface KeyDirectory {

  /**
   * The key whose secret this is, in the state that it has now; null if there is none.
   *
   * @param token what the caller sent, whole; of any length and content
   */
  @Nullable KnownKey find(String token);

  /** The key of an id, in the state in which it was last read; null if it is not known. */
  default @Nullable KnownKey byId(String id) {
    return null;
  }

  /** What keeps the keys from being up to date, for {@code /readyz}; empty if nothing does. */
  default String trouble() {
    return "";
  }
}
