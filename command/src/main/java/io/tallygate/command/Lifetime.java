package io.tallygate.command;

import java.util.concurrent.CountDownLatch;

/** Keeps a command running until the process is told to end. */
final class Lifetime {

  private Lifetime() {}

  /**
   * Waits for ever; SIGTERM and SIGINT run {@code stop} and end the process, with the exit code
   * that the JVM has for them: 143 and 130.
   */
  static void untilStopped(Runnable stop) {
    Runtime.getRuntime().addShutdownHook(new Thread(stop, "tallygate-stop"));
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
