package io.tallygate.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LogLimitTest {

  private final HandTicker ticker = new HandTicker();
  private final LogLimit limit = new LogLimit(ticker);

  @Test
  void admit_manyInASecond_isOnce() {
    assertThat(limit.admit()).hasValue(0);
    for (int i = 0; i < 99; i++) {
      assertThat(limit.admit()).isEmpty();
    }
    ticker.skip(Duration.ofNanos(999_999_999));
    assertThat(limit.admit()).isEmpty();
    ticker.skip(Duration.ofNanos(1));

    assertThat(limit.admit()).as("left out").hasValue(100);
    assertThat(limit.admit()).isEmpty();
    ticker.skip(Duration.ofSeconds(1));
    assertThat(limit.admit()).hasValue(1);
  }
}
