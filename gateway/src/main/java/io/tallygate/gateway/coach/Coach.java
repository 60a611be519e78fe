package io.tallygate.gateway.coach;

/** Says what a caller could do better. Thread-safe. */
public interface Coach {

  /** One that keeps nothing and has nothing to say. */
  Coach OFF = Review::off;

  /**
   * What the calls of a key show. It may take some milliseconds, and holds no call up.
   *
   * @param key its id; a key that nobody knows is one of which nothing was seen
   */
  Review review(String key);
}
