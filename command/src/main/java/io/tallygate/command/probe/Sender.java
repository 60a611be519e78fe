package io.tallygate.command.probe;

import java.time.Duration;

/** Sends one request and takes what comes back. */
interface Sender {

  /** Never throws for what the API does: that is an answer, too. */
  Answer send(Request request, Duration timeout) throws InterruptedException;

  /** Whether there is a key to show. */
  default boolean hasKey() {
    return true;
  }
}
