package io.tallygate.client.webhook;

import java.io.IOException;

/** Makes an event of a body. Must be thread-safe. */
@FunctionalInterface
public interface EventReader<E> {

  /**
   * Reads a body whose signature is genuine. What it does not know it should make an event of all
   * the same: whatever it throws is answered 400, and the sender will send it again.
   *
   * @throws IOException if it is no event
   */
  E read(byte[] body) throws IOException;
}
