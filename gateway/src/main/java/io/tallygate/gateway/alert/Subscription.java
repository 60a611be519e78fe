package io.tallygate.gateway.alert;

import java.util.regex.Pattern;

/**
 * Who is told of what; everything but the secret.
 *
 * @param id {@code ep_} and 16 letters or digits
 * @param owner whose keys it is about, an owner's id; empty for the operator, who is told of all
 * @param secretLastFour for people, to tell secrets apart
 * @param createdSecond Unix seconds
 */
public record Subscription(
    String id, String owner, Wish wish, State state, String secretLastFour, long createdSecond) {

  private static final Pattern ID = Pattern.compile("ep_[0-9A-Za-z]{16}");

  /** Whether it is told anything. */
  public enum State {
    ENABLED,
    /** By somebody, or because its receiver has answered 410: it is gone. */
    DISABLED
  }

  /** Whether a text has the form of a subscription's id. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }
}
