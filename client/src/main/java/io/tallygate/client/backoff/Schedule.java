package io.tallygate.client.backoff;

import static io.tallygate.limiter.check.Checks.require;

import java.time.Duration;

/**
 * How long a call waits before it is made again, where the server has not said: {@code first}, then
 * twice as long each time up to {@code cap}, and of that a random part (full jitter). Pure.
 *
 * @param first 1 ms to 1 minute
 * @param cap from {@code first} to 1 hour
 * @param repeatsMax how often a call is made again at most, 0 to 100
 */
public record Schedule(Duration first, Duration cap, int repeatsMax) {

  private static final Duration FIRST_MAX = Duration.ofMinutes(1);
  private static final Duration CAP_MAX = Duration.ofHours(1);
  private static final int REPEATS_MAX = 100;
  private static final int DOUBLINGS_MAX =
      22; // 1 ms * 2^22 is over any cap, 1 m * 2^22 no overflow

  /** 1 s, 2 s, 4 s, up to 32 s; so the page of the limited API asks of its callers. */
  public static final Schedule DOUBLING =
      new Schedule(Duration.ofSeconds(1), Duration.ofSeconds(32), 10);

  /** Below this no wait falls, whatever the dice say: two requests are never back to back. */
  public static final Duration WAIT_MIN = Duration.ofMillis(20);

  /** How far callers are spread over the start of a window at most. */
  public static final Duration SPREAD_MAX = Duration.ofSeconds(5);

  public Schedule {
    require(
        first.toMillis() >= 1 && first.compareTo(FIRST_MAX) <= 0,
        "first must be 1ms to 1m: first=%s",
        first);
    require(
        cap.compareTo(first) >= 0 && cap.compareTo(CAP_MAX) <= 0,
        "cap must be from first to 1h: first=%s cap=%s",
        first,
        cap);
    require(
        repeatsMax >= 0 && repeatsMax <= REPEATS_MAX,
        "repeatsMax must be 0 to 100: repeatsMax=%s",
        repeatsMax);
  }

  /**
   * The wait in nanoseconds before a repeat.
   *
   * @param repeat 0 for the first
   * @param dice from 0 to 1
   */
  public long waitNanos(int repeat, double dice) {
    long doubled = first.toNanos() << Math.min(repeat, DOUBLINGS_MAX);
    long step = Math.min(doubled, cap.toNanos());
    return Math.max(Math.round(step * dice), WAIT_MIN.toNanos());
  }

  /**
   * Over how many nanoseconds callers are spread who all wait for one moment: a tenth of their
   * wait, so that they do not come in the same second and lose little of the new window.
   */
  public static long spreadNanos(long waitNanos) {
    return Math.min(Math.max(waitNanos, 0) / 10, SPREAD_MAX.toNanos());
  }
}
