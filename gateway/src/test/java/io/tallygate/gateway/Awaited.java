package io.tallygate.gateway;

import java.io.IOException;

/** Waits for what no event tells; the test's {@code @Timeout} ends it, unlike a bare loop. */
@FunctionalInterface
interface Awaited {

  boolean holds() throws IOException;

  static void until(Awaited condition) throws IOException {
    while (!condition.holds()) {
      if (Thread.interrupted()) {
        throw new AssertionError("waited in vain");
      }
      Thread.onSpinWait();
    }
  }
}
