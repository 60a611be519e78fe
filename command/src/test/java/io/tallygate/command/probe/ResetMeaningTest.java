package io.tallygate.command.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.command.probe.Fields.Field;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resets at 2026-11-24T05:10:07Z, which is 1795497007, and three seconds later. */
final class ResetMeaningTest {

  private static Sight sight(int number, long after, String reset, String window) {
    Exchange exchange =
        Recorded.look(
            number,
            after,
            new Field("Date", Recorded.httpDate(Recorded.NOW + after)),
            new Field("RateLimit-Limit", window.equals("-") ? "10" : "10, 10;w=" + window),
            new Field("RateLimit-Remaining", String.valueOf(10 - number)),
            new Field("RateLimit-Reset", reset));
    return Sight.of(List.of(exchange), it -> true).get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # now                         | 3 s later                     | w    | meaning
          1795500607                    | 1795500607                    | -    | unix-seconds
          1795500607.25                 | 1795500607.25                 | -    | unix-seconds
          1795497006                    | 1795497006                    | -    | unix-seconds
          1795500607000                 | 1795500607000                 | -    | unix-milliseconds
          60                            | 57                            | -    | seconds-left
          60                            | 57                            | 60   | seconds-left
          60.5                          | 57.5                          | -    | seconds-left
          60000                         | 57000                         | -    | milliseconds-left
          60000                         | 59997                         | -    | seconds-left
          60                            | 60                            | 60   | seconds-left
          60000                         | 60000                         | 60   | milliseconds-left
          61                            | 61                            | 60   | seconds-left
          6m0s                          | 5m57s                         | -    | duration-left
          120ms                         | 1s                            | -    | duration-left
          1h                            | 59m57s                        | -    | duration-left
          2026-11-24T06:00:00Z          | 2026-11-24T06:00:00Z          | -    | iso-date
          2026-11-24T06:00:00.5+01:00   | 2026-11-24T06:00:00.5+01:00   | -    | iso-date
          Tue, 24 Nov 2026 06:00:00 GMT | Tue, 24 Nov 2026 06:00:00 GMT | -    | http-date
          60                            | 60                            | -    | ?
          60                            | 1795500607                    | -    | ?
          62000                         | 62000                         | 60   | ?
          0                             | 0                             | -    | ?
          1795500607000000              | 1795500607000000              | -    | ?
          999999999999999999999999      | 999999999999999999999999      | -    | ?
          -5                            | -8                            | -    | ?
          soon                          | soon                          | -    | ?
          NaN                           | NaN                           | 60   | ?
          0x3c                          | 0x39                          | -    | ?
          """)
  void of_eachSpelling_isNamed(String now, String later, String window, String meaning) {
    List<Sight> sights = List.of(sight(1, 0, now, window), sight(2, 3, later, window));

    assertThat(ResetMeaning.of(sights).map(ResetMeaning::word).orElse("?")).isEqualTo(meaning);
  }

  @ParameterizedTest
  @CsvSource({
    "1795500607, unix-seconds, 3600",
    "1795500607000, unix-milliseconds, 3600",
    "90, seconds-left, 90",
    "90000, milliseconds-left, 90",
    "1m30s, duration-left, 90",
    "2026-11-24T05:11:37Z, iso-date, 90",
  })
  void endMillis_eachMeaning_isAnInstant(String reset, String meaning, long secondsLeft) {
    ResetMeaning which =
        ResetMeaning.valueOf(meaning.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));

    assertThat(which.endMillis(sight(1, 0, reset, "-")))
        .contains((Recorded.NOW + secondsLeft) * 1_000);
  }

  @Test
  void of_noSights_cannotTell() {
    assertThat(ResetMeaning.of(List.of())).isEmpty();
  }

  @Test
  void of_skewedClock_readsByTheServersDate() {
    long skew = 3 * 366 * 86_400L;
    Exchange exchange =
        Recorded.look(
            1,
            0,
            new Field("Date", Recorded.httpDate(Recorded.NOW + skew)),
            new Field("X-RateLimit-Remaining", "9"),
            new Field("X-RateLimit-Reset", String.valueOf(Recorded.NOW + skew + 60)));

    assertThat(ResetMeaning.of(Sight.of(List.of(exchange), it -> true)))
        .contains(ResetMeaning.UNIX_SECONDS);
  }

  @Test
  void of_noDate_readsByThisMachinesClock() {
    Exchange exchange =
        Recorded.look(
            1,
            0,
            new Field("Date", "yesterday"),
            new Field("X-RateLimit-Remaining", "9"),
            new Field("X-RateLimit-Reset", String.valueOf(Recorded.NOW + 60)));

    assertThat(ResetMeaning.of(Sight.of(List.of(exchange), it -> true)))
        .contains(ResetMeaning.UNIX_SECONDS);
  }
}
