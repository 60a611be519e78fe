package io.tallygate.gateway.key;

/**
 * An override: what somebody gave a key or an owner in place of the limits below.
 *
 * @param reason for people: at most {@link #REASON_MAX} characters; may be empty
 * @param createdSecond Unix seconds
 */
public record LimitGrant(Subject subject, LimitRule rule, String reason, long createdSecond) {

  public static final int REASON_MAX = 500;

  /** A key or an owner has at most this many, ended ones included. */
  public static final int PER_SUBJECT_MAX = 1_000;

  public LimitGrant {
    Description.requireText("reason", reason, 0, REASON_MAX);
  }
}
