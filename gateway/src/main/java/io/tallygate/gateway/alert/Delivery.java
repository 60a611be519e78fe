package io.tallygate.gateway.alert;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one subscription.
 *
 * @param id {@code msg_…-ep_…}; its first part is what the receiver sees as {@code webhook-id}
 * @param event what it tells: {@code limit.used.80}, {@code key.expiring}
 * @param createdMillis when the event was written, Unix milliseconds
 */
public record Delivery(
    String id, String subscription, String event, State state, long createdMillis, Last last) {

  private static final Pattern ID = Pattern.compile("msg_[0-9A-Za-z]{16}-ep_[0-9A-Za-z]{16}");

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
   * @param dueMillis when the next one is, or the last one was; Unix milliseconds
   * @param status of the last attempt; null if there was no answer
   * @param error why the last attempt failed, in a few words of our own; null if it did not
   */
  public record Last(
      int attempts, long dueMillis, @Nullable Integer status, @Nullable String error) {}

  /** Whether a text has the form of a delivery's id. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }
}
