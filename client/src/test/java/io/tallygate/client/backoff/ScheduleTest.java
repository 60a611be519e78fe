package io.tallygate.client.backoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScheduleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          repeat | dice | millis
               0 |    1 |   1000
               1 |    1 |   2000
               2 |    1 |   4000
               3 |    1 |   8000
               4 |    1 |  16000
               5 |    1 |  32000
               6 |    1 |  32000
              31 |    1 |  32000
            2000 |    1 |  32000
               1 |  0.5 |   1000
               5 | 0.25 |   8000
               0 |    0 |     20
            2000 |    0 |     20
          """,
      useHeadersInDisplayName = true)
  void wait_ofRepeatAndDice_isDoubledCappedAndJittered(int repeat, double dice, long millis) {
    assertThat(Schedule.DOUBLING.waitNanos(repeat, dice)).isEqualTo(millis * 1_000_000);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-1, 0", "1000, 100", "50000, 5000", "50001, 5000", "3600000, 5000"})
  void spread_ofWait_isATenthOfItUpToFiveSeconds(long waitMillis, long spreadMillis) {
    assertThat(Schedule.spreadNanos(waitMillis * 1_000_000)).isEqualTo(spreadMillis * 1_000_000);
  }

  @Test
  void schedule_outOfRange_isRefused() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new Schedule(Duration.ZERO, second, 1))
        .hasMessage("first must be 1ms to 1m: first=PT0S");
    assertThatThrownBy(() -> new Schedule(second, Duration.ofMillis(999), 1))
        .hasMessage("cap must be from first to 1h: first=PT1S cap=PT0.999S");
    assertThatThrownBy(() -> new Schedule(second, second, 101))
        .hasMessage("repeatsMax must be 0 to 100: repeatsMax=101");
  }
}
