package io.tallygate.limiter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LimiterConfigTest {

  @ParameterizedTest
  @ValueSource(ints = {16, 17, 100, 599, 820, 99_999, 100_000, 5_000_000, 50_000_000})
  void counters_ofTheSlotsForThem_areTheSame(int counters) {
    assertThat(LimiterConfig.counters(LimiterConfig.slots(counters))).isEqualTo(counters);
  }
}
