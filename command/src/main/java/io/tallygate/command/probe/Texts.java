package io.tallygate.command.probe;

import io.tallygate.limiter.policy.Limit;
import io.tallygate.policy.LimitText;
import java.time.Duration;
import java.util.OptionalLong;

/** Numbers as people read them. */
final class Texts {

  private Texts() {}

  /** {@code 1 hour}, {@code 90 seconds}; in seconds where it is longer than a policy's may be. */
  static String period(long seconds) {
    if (seconds < 1 || seconds > Limit.PERIOD_MAX.toSeconds()) {
      return seconds + " seconds";
    }
    String per = new LimitText(1, Duration.ofSeconds(seconds)).per();
    return Character.isDigit(per.charAt(0)) ? per : "1 " + per;
  }

  /** {@code 50,000 requests/hour}, or only their number. */
  static String limit(long count, OptionalLong periodSeconds) {
    boolean whole =
        periodSeconds.isPresent()
            && count >= 1
            && count <= Limit.COUNT_MAX
            && periodSeconds.getAsLong() >= 1
            && periodSeconds.getAsLong() <= Limit.PERIOD_MAX.toSeconds();
    return whole
        ? new LimitText(count, Duration.ofSeconds(periodSeconds.getAsLong())).toString()
        : String.format(java.util.Locale.ROOT, "%,d requests", count);
  }
}
