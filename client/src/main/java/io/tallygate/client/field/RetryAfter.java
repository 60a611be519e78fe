package io.tallygate.client.field;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Reads {@code Retry-After}: whole seconds or an HTTP date (RFC 9110, section 10.2.3). */
final class RetryAfter {

  private RetryAfter() {}

  /**
   * The wait, cut to {@link FieldReader#RETRY_AFTER_MAX}; empty if unreadable, zero or past. A
   * fraction of a second, which some servers send against the RFC, is rounded up.
   */
  static Optional<Duration> read(String value, ServerTime now) {
    String text = value.strip();
    Optional<Duration> wait =
        text.matches("[0-9]+(\\.[0-9]+)?")
            ? Optional.of(seconds(text))
            : ServerTime.httpDate(text, now.micros())
                .map(second -> Duration.of(second * 1_000_000 - now.micros(), ChronoUnit.MICROS));
    return wait.filter(it -> !it.isZero() && !it.isNegative()).map(RetryAfter::atMost);
  }

  private static Duration seconds(String text) {
    int point = text.indexOf('.');
    String whole = point < 0 ? text : text.substring(0, point);
    String digits = whole.replaceFirst("^0+(?=.)", "");
    if (digits.length() > 9) {
      return FieldReader.RETRY_AFTER_MAX;
    }
    boolean hasFraction = point >= 0 && !text.substring(point + 1).matches("0+");
    return Duration.ofSeconds(Long.parseLong(digits) + (hasFraction ? 1 : 0));
  }

  private static Duration atMost(Duration wait) {
    return wait.compareTo(FieldReader.RETRY_AFTER_MAX) > 0 ? FieldReader.RETRY_AFTER_MAX : wait;
  }
}
