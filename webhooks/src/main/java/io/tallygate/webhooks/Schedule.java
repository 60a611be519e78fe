package io.tallygate.webhooks;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How long after a failed attempt the next one is.
 *
 * @param delays after the first attempt, the second …; after so many more a message is given up
 */
public record Schedule(List<Duration> delays) {

  // Before DAY, whose constructor needs them.
  private static final int DELAYS_MAX = 100;
  private static final Duration DELAY_MAX = Duration.ofDays(1);
  private static final double JITTER = 0.1;

  /** Eleven attempts within a day, as the Standard Webhooks specification suggests. */
  public static final Schedule DAY =
      new Schedule(
          List.of(
              Duration.ofSeconds(5),
              Duration.ofSeconds(30),
              Duration.ofMinutes(2),
              Duration.ofMinutes(10),
              Duration.ofMinutes(30),
              Duration.ofHours(1),
              Duration.ofHours(2),
              Duration.ofHours(4),
              Duration.ofHours(6),
              Duration.ofHours(9)));

  public Schedule {
    delays = List.copyOf(delays);
    if (delays.size() > DELAYS_MAX) {
      throw new IllegalArgumentException(
          "delays must be at most %s: delays=%s".formatted(DELAYS_MAX, delays.size()));
    }
    for (Duration delay : delays) {
      if (delay.isNegative() || delay.compareTo(DELAY_MAX) > 0) {
        throw new IllegalArgumentException(
            "delay must be 0 to %s: delay=%s".formatted(DELAY_MAX, delay));
      }
    }
  }

  boolean isOver(int attempts) {
    return attempts > delays.size();
  }

  /**
   * The wait after a failed attempt: up to a tenth longer than the schedule says, so that what
   * failed together is not tried together, and no shorter than what the receiver asked for, within
   * a day.
   *
   * @param attempts 1 to the number of delays
   */
  Duration delayAfter(int attempts, Duration retryAfter, RandomGenerator random) {
    Duration planned = delays.get(attempts - 1);
    Duration spread =
        planned.plusMillis((long) (planned.toMillis() * JITTER * random.nextDouble()));
    Duration asked = retryAfter.compareTo(DELAY_MAX) > 0 ? DELAY_MAX : retryAfter;
    return spread.compareTo(asked) >= 0 ? spread : asked;
  }
}
