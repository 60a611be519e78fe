package io.tallygate.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.Answer;
import io.tallygate.limiter.LimitState;
import io.tallygate.limiter.LimiterConfig;
import io.tallygate.limiter.Outcome;
import io.tallygate.limiter.clock.Ticker;
import org.junit.jupiter.api.Test;

final class TwoLimitsTest {

  private final HandTicker ticker = new HandTicker();

  @Test
  void call_overOneOfTwoLimits_isCountedByNeither() {
    try (TwoLimits limits = new TwoLimits(LimiterConfig.DEFAULT.withTicker(ticker))) {
      for (int i = 0; i < 10; i++) {
        assertThat(limits.call().outcome()).isEqualTo(Outcome.ADMITTED);
      }
      Answer refused = limits.call();
      assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(refused.shown().name()).isEqualTo("search-burst");
      assertThat(refused.limits()).extracting(LimitState::remaining).containsExactly(490L, 0L);

      ticker.seconds++;
      assertThat(limits.peek().limits())
          .extracting(LimitState::remaining)
          .containsExactly(490L, 10L);
      assertThat(limits.call().limits())
          .extracting(LimitState::remaining)
          .containsExactly(489L, 9L);
    }
  }

  private static final class HandTicker implements Ticker {

    private long seconds = 1_800_000_000;

    @Override
    public long monotonicNanos() {
      return seconds * 1_000_000_000;
    }

    @Override
    public long wallMicros() {
      return seconds * 1_000_000;
    }
  }
}
