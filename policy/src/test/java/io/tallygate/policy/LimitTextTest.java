package io.tallygate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Limit;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LimitTextTest {

  private static final long SEED = 20_261_124;
  private static final int LIMITS = 20_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0             | 0
          7             | 7
          999           | 999
          1000          | 1,000
          50000         | 50,000
          999999        | 999,999
          1000000000    | 1,000,000,000
          """)
  void grouped_number_hasItsThousandsApart(long number, String text) {
    assertThat(LimitText.grouped(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          500 requests/hour         |        500 |     3600 | 500 requests/hour
          500/hour                  |        500 |     3600 | 500 requests/hour
          50,000 requests/hour      |      50000 |     3600 | 50,000 requests/hour
          10/second                 |         10 |        1 | 10 requests/second
          5 requests per minute     |          5 |       60 | 5 requests/minute
          100/30s                   |        100 |       30 | 100 requests/30 seconds
          100 requests / 30 seconds |        100 |       30 | 100 requests/30 seconds
          1000/day                  |       1000 |    86400 | 1,000 requests/day
          1 request/day             |          1 |    86400 | 1 request/day
          7 per 24h                 |          7 |    86400 | 7 requests/day
          7/90m                     |          7 |     5400 | 7 requests/90 minutes
          7/36 hours                |          7 |   129600 | 7 requests/36 hours
          1/1s                      |          1 |        1 | 1 request/second
          1000000000/366d           | 1000000000 | 31622400 | 1,000,000,000 requests/366 days
          1,000,000,000/366 days    | 1000000000 | 31622400 | 1,000,000,000 requests/366 days
          """)
  void parse_formsOfPeople_areReadAndShownInOne(
      String text, long count, long seconds, String shown) {
    LimitText limit = LimitText.parse(text);

    assertThat(limit).isEqualTo(new LimitText(count, Duration.ofSeconds(seconds)));
    assertThat(limit).hasToString(shown);
    assertThat(LimitText.parse(shown)).isEqualTo(limit);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          500/hour sliding            | SLIDING_WINDOW 500 3600 500   | 500 requests/hour sliding
          1 request per 30s sliding   | SLIDING_WINDOW 1 30 1         | 1 request/30 seconds sliding
          500/hour smooth             | SMOOTH 500 3600 1     | 500 requests/hour smooth, burst 1
          500/hour smooth, burst 20   | SMOOTH 500 3600 20    | 500 requests/hour smooth, burst 20
          99/1h smooth, burst 99 | SMOOTH 99 3600 99 | 99 requests/hour smooth, burst 99
          10 in flight                | IN_FLIGHT 10 3600 10          | 10 in flight
          1 request in flight         | IN_FLIGHT 1 3600 1            | 1 in flight
          1000000 requests in flight  | IN_FLIGHT 1000000 3600 1000000 | 1,000,000 in flight
          """)
  void parse_algorithms_areReadAndShownInOneForm(String text, String read, String shown) {
    LimitText limit = LimitText.parse(text);

    assertThat(
            "%s %s %s %s"
                .formatted(
                    limit.algorithm(), limit.count(), limit.period().toSeconds(), limit.burst()))
        .isEqualTo(read);
    assertThat(limit).hasToString(shown);
    assertThat(LimitText.parse(shown)).isEqualTo(limit);
    assertThat(LimitText.of(limit.named("a"))).isEqualTo(limit);
  }

  @Test
  void parse_textOfAnyLimit_isTheLimit() {
    RandomPolicies policies = new RandomPolicies(SEED);
    Set<Algorithm> seen = EnumSet.noneOf(Algorithm.class);
    for (int i = 0; i < LIMITS; i++) {
      Limit limit = policies.limit("a");
      seen.add(limit.algorithm());

      assertThat(LimitText.parse(LimitText.of(limit).toString()).named("a"))
          .as("seed=%s i=%s", SEED, i)
          .isEqualTo(limit);
    }
    assertThat(seen).containsExactly(Algorithm.values());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          500 requests hour    | limit must be a number per time, as in 500 requests/hour
          500 calls/hour       | limit must be a number per time, as in 500 requests/hour
          500/hour and 5/second| limit must be a number per time, as in 500 requests/hour
          /hour                | limit must be a number per time, as in 500 requests/hour
          1,0000/hour          | commas must group thousands, as in 50,000
          ,500/hour            | limit must be a number per time, as in 500 requests/hour
          0,500/hour           | commas must group thousands, as in 50,000
          500,/hour            | commas must group thousands, as in 50,000
          0/hour               | count must be 1 to 1000000000
          1000000001/hour      | count must be 1 to 1000000000
          99999999999999999999/hour | count must be 1 to 1000000000
          5/0 hours            | period must be 1 second to 366 days
          5/31622401s          | period must be 1 second to 366 days
          5/367d               | period must be 1 second to 366 days
          5/99999999999999999999 days | period must be 1 second to 366 days
          5/m                  | unit must be second, minute, hour or day
          5/Hour               | unit must be second, minute, hour or day
          5/2 fortnights       | unit must be second, minute, hour or day
          5/hour Sliding       | behind the time only sliding or smooth may stand: word=Sliding; did
          5/hour fixed         | behind the time only sliding or smooth may stand: word=fixed
          5/hour  sliding      | limit must be a number per time
          5/hour smooth,burst 2 | burst stands behind a comma
          5/hour smooth, burst2 | burst stands behind a comma
          5/hour smooth, burst 2 in flight | limit must be a number per time
          5/hour in flight     | behind the time only sliding or smooth may stand
          10 inflight          | limit must be a number per time
          10 in flight sliding | limit must be a number per time
          """)
  void parse_everythingElse_isRefusedByItsRule(String text, String rule) {
    assertThatThrownBy(() -> LimitText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(rule);
  }

  @Test
  void parse_longText_isRefusedAndNotRepeatedWhole() {
    assertThatThrownBy(() -> LimitText.parse("9".repeat(10_000) + "/hour"))
        .hasMessageStartingWith("limit must be a number per time")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
  }

  @Test
  void named_limit_hasTheNumbers() {
    assertThat(LimitText.parse("2000/hour").named("tools"))
        .isEqualTo(new Limit("tools", 2_000, Duration.ofHours(1)));
    assertThat(LimitText.of(new Limit("tools", 5, Duration.ofDays(7))))
        .hasToString("5 requests/7 days");
  }
}
