package io.tallygate.client;

import static io.tallygate.limiter.check.Checks.require;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How a client behaves. Immutable.
 *
 * @param maxWait how long a call waits at most, all its waits together, 0 to 31 days; the time that
 *     the server takes does not count
 * @param listener is told what happens, on the thread on which it happens: must be quick, and what
 *     it throws is lost
 */
public record ClientConfig(
    Duration maxWait,
    Pace pace,
    Repeats repeats,
    GroupRule groupRule,
    Consumer<ClientEvent> listener,
    Surroundings surroundings) {

  private static final Duration MAX_WAIT_MAX = Duration.ofDays(31);

  public static final ClientConfig DEFAULT =
      new ClientConfig(
          Duration.ofSeconds(60),
          Pace.BURST,
          Repeats.SAFE,
          GroupRule.LEARNED,
          event -> {},
          Surroundings.SYSTEM);

  public ClientConfig {
    require(
        !maxWait.isNegative() && maxWait.compareTo(MAX_WAIT_MAX) <= 0,
        "maxWait must be 0 to 31 days: maxWait=%s",
        maxWait);
  }

  public ClientConfig withMaxWait(Duration value) {
    return new ClientConfig(value, pace, repeats, groupRule, listener, surroundings);
  }

  public ClientConfig withPace(Pace value) {
    return new ClientConfig(maxWait, value, repeats, groupRule, listener, surroundings);
  }

  public ClientConfig withRepeats(Repeats value) {
    return new ClientConfig(maxWait, pace, value, groupRule, listener, surroundings);
  }

  public ClientConfig withGroupRule(GroupRule value) {
    return new ClientConfig(maxWait, pace, repeats, value, listener, surroundings);
  }

  public ClientConfig withListener(Consumer<ClientEvent> value) {
    return new ClientConfig(maxWait, pace, repeats, groupRule, value, surroundings);
  }

  public ClientConfig withSurroundings(Surroundings value) {
    return new ClientConfig(maxWait, pace, repeats, groupRule, listener, value);
  }
}
