package io.tallygate.webhooks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to one endpoint.
 *
 * @param messageId what the receiver sees as {@code webhook-id}, the same in every attempt
 * @param created when the message was published
 */
public record Delivery(
    String messageId,
    String endpointId,
    String event,
    State state,
    Instant created,
    Progress progress) {

  /** What has become of it. */
  public enum State {
    /** To be tried, for the first time or again. */
    PENDING,
    /** A 2xx was answered. */
    DELIVERED,
    /** Given up; it can be replayed. */
    DEAD
  }

  /**
   * How far it got.
   *
   * @param attempts that were made
   * @param due when the next one is, or the last one was
   * @param lastStatus of the last attempt; null if there was no answer
   * @param lastError why the last attempt failed, in a few words
   */
  public record Progress(
      int attempts, Instant due, @Nullable Integer lastStatus, @Nullable String lastError) {}
}
