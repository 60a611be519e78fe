package io.tallygate.client.execution;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.client.Surroundings;
import java.time.Duration;

/**
 * How executions are awaited. Immutable.
 *
 * @param first after which an execution is looked at first, 10 ms to {@code longest}
 * @param longest between two looks at one execution, as far as the limit allows, at most 1 day
 * @param maxWait after which an execution is no longer awaited, at most 31 days
 * @param waitingMax executions that are awaited at the same time, 1 to 10 million
 * @param pollsMax polls that are under way at the same time, 1 to 1,000
 */
public record ExecutionsConfig(
    Duration first,
    Duration longest,
    Duration maxWait,
    int waitingMax,
    int pollsMax,
    Surroundings surroundings) {

  /** 1 s, 60 s, 24 h, 100,000 at the same time (some 20 MiB), 16 polls at the same time. */
  public static final ExecutionsConfig DEFAULT =
      new ExecutionsConfig(
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          Duration.ofHours(24),
          100_000,
          16,
          Surroundings.SYSTEM);

  public ExecutionsConfig {
    require(
        first.toMillis() >= 10 && first.compareTo(longest) <= 0,
        "first must be 10 ms to longest: first=%s longest=%s",
        first,
        longest);
    require(
        longest.compareTo(Duration.ofDays(1)) <= 0,
        "longest must be at most 1 day: longest=%s",
        longest);
    require(
        !maxWait.isNegative() && maxWait.compareTo(Duration.ofDays(31)) <= 0,
        "maxWait must be 0 to 31 days: maxWait=%s",
        maxWait);
    require(
        waitingMax >= 1 && waitingMax <= 10_000_000,
        "waitingMax must be 1 to 10000000: waitingMax=%s",
        waitingMax);
    require(
        pollsMax >= 1 && pollsMax <= 1_000, "pollsMax must be 1 to 1000: pollsMax=%s", pollsMax);
  }

  public ExecutionsConfig withFirst(Duration value) {
    return new ExecutionsConfig(value, longest, maxWait, waitingMax, pollsMax, surroundings);
  }

  public ExecutionsConfig withLongest(Duration value) {
    return new ExecutionsConfig(first, value, maxWait, waitingMax, pollsMax, surroundings);
  }

  public ExecutionsConfig withMaxWait(Duration value) {
    return new ExecutionsConfig(first, longest, value, waitingMax, pollsMax, surroundings);
  }

  public ExecutionsConfig withWaitingMax(int value) {
    return new ExecutionsConfig(first, longest, maxWait, value, pollsMax, surroundings);
  }

  public ExecutionsConfig withPollsMax(int value) {
    return new ExecutionsConfig(first, longest, maxWait, waitingMax, value, surroundings);
  }

  public ExecutionsConfig withSurroundings(Surroundings value) {
    return new ExecutionsConfig(first, longest, maxWait, waitingMax, pollsMax, value);
  }
}
