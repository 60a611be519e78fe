package io.tallygate.gateway;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has begun of a whole, to be ended with it, or if the rest cannot begin: the last first, and
 * each though another cannot be ended. Not thread-safe.
 */
final class Begun implements AutoCloseable {

  private final Deque<Runnable> ends = new ArrayDeque<>();

  /** Something has begun, and is ended so. */
  void endBy(Runnable end) {
    ends.push(end);
  }

  /** All has begun: nothing of it is to be ended here. */
  void keep() {
    ends.clear();
  }

  @Override
  public void close() {
    Runnable end = ends.poll();
    if (end != null) {
      try {
        end.run();
      } finally {
        close();
      }
    }
  }
}
