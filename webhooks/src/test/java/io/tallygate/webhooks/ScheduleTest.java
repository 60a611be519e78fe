package io.tallygate.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ScheduleTest {

  private static final Random RANDOM = new Random(3);

  @Test
  void day_delays_growAndSpanAboutADay() {
    List<Duration> delays = Schedule.DAY.delays();
    assertThat(delays).isSorted();
    Duration sum = delays.stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(sum).isBetween(Duration.ofHours(22), Duration.ofHours(24));
    assertThat(Schedule.DAY.isOver(delays.size())).isFalse();
    assertThat(Schedule.DAY.isOver(delays.size() + 1)).isTrue();
  }

  @Test
  void delayAfter_anyAttempt_isUpToATenthLonger() {
    for (int attempts = 1; attempts <= Schedule.DAY.delays().size(); attempts++) {
      Duration planned = Schedule.DAY.delays().get(attempts - 1);
      for (int i = 0; i < 100; i++) {
        assertThat(Schedule.DAY.delayAfter(attempts, Duration.ZERO, RANDOM))
            .isBetween(planned, planned.plus(planned.dividedBy(10)));
      }
    }
  }

  @Test
  void delayAfter_retryAfter_isWaitedForWithinADay() {
    assertThat(Schedule.DAY.delayAfter(1, Duration.ofMinutes(5), RANDOM)).hasMinutes(5);
    assertThat(Schedule.DAY.delayAfter(1, Duration.ofDays(9), RANDOM)).hasDays(1);
    assertThat(Schedule.DAY.delayAfter(6, Duration.ofSeconds(1), RANDOM))
        .isGreaterThanOrEqualTo(Duration.ofHours(1));
  }

  @Test
  void schedule_outOfBounds_isRefused() {
    assertThatThrownBy(() -> new Schedule(List.of(Duration.ofDays(1).plusNanos(1))))
        .hasMessage("delay must be 0 to PT24H: delay=PT24H0.000000001S");
    assertThatThrownBy(() -> new Schedule(List.of(Duration.ofNanos(-1))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Schedule(Collections.nCopies(101, Duration.ZERO)))
        .hasMessage("delays must be at most 100: delays=101");
    assertThat(new Schedule(Collections.nCopies(100, Duration.ofDays(1))).isOver(100)).isFalse();
  }
}
