package io.tallygate.webhooks;

import java.time.Duration;

/** What came of one attempt to deliver. */
sealed interface Attempt {

  /** A 2xx. */
  record Accepted(int status) implements Attempt {}

  /** A 410: the receiver wants no more. */
  record Gone() implements Attempt {

    static final int STATUS = 410;
  }

  /**
   * Another status.
   *
   * @param retryAfter what the receiver asked for, 0 if nothing
   */
  record Rejected(int status, Duration retryAfter) implements Attempt {}

  /**
   * No answer.
   *
   * @param cause in a few words, with nothing of what the receiver said
   */
  record Failed(String cause) implements Attempt {}
}
