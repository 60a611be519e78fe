package io.tallygate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.limiter.policy.Limit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LimitTextTest {

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
