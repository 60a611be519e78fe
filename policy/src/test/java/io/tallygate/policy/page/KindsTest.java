package io.tallygate.policy.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.policy.Limit;
import io.tallygate.policy.LimitText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KindsTest {

  /** A limit, the most in any stretch as long as its period, and seconds for one and the burst. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          500/hour                     |  1000 |   |
          1/day                        |     2 |   |
          500/hour sliding             |   999 |   |
          1/day sliding                |     1 |   |
          500/hour smooth              |   501 | 8 | 8
          500/hour smooth, burst 20    |   520 | 8 | 144
          500/hour smooth, burst 500   |  1000 | 8 | 3600
          7/minute smooth, burst 2     |     8 | 9 | 18
          7/minute smooth, burst 7     |    13 | 9 | 61
          10000/second smooth, burst 9 | 10009 | 1 | 1
          3/second smooth              |     3 | 1 | 1
          10 in flight                 |    10 |   |
          """)
  void most_andTimes_areExact(String text, long most, Long one, Long burst) {
    Limit limit = LimitText.parse(text).named("a");

    assertThat(Kinds.most(limit)).isEqualTo(most);
    if (one != null) {
      assertThat(Kinds.secondsFor(limit, 1)).isEqualTo(one);
      assertThat(Kinds.secondsFor(limit, limit.burst())).isEqualTo(burst);
    }
  }
}
