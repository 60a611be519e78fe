package io.tallygate.gateway.coach;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.coach.Seen.SeenEndpoint;
import io.tallygate.gateway.coach.Seen.SeenFault;
import io.tallygate.gateway.coach.Seen.SeenGroup;
import io.tallygate.gateway.coach.Seen.SeenList;
import io.tallygate.gateway.coach.Seen.SeenPolls;
import io.tallygate.gateway.coach.Seen.SeenThing;
import io.tallygate.gateway.coach.Seen.SpentWindow;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each threshold, at it and one below; and how what is found is written. */
final class RulesTest {

  private static final Allowance ALLOWED = new Allowance(5_000, 3_600, 3_600);

  private static Seen seen(SeenGroup group, SeenEndpoint endpoint, SeenList list) {
    return new Seen("key_1", 1, 1_000, List.of(group), List.of(endpoint), List.of(list));
  }

  private static SeenGroup group(long calls, long retries, SpentWindow... windows) {
    return new SeenGroup("g", ALLOWED, calls, retries, 61, List.of(windows));
  }

  private static SeenEndpoint endpoint(SeenPolls polls, long calls, long faults) {
    return new SeenEndpoint(
        "GET /v1/x/{id}",
        "g",
        calls,
        polls,
        new SeenThing("/v1/x/7", 1_204, 2_000),
        List.of(new SeenFault(404, faults)));
  }

  private static SeenList list(long unchanged) {
    return new SeenList("/v1/x", "g", 88, unchanged, unchanged);
  }

  private static List<String> found(Seen seen) {
    return Rules.findings(seen).stream().map(one -> one.practice() + ": " + one.text()).toList();
  }

  private static final SeenPolls NO_POLLS = new SeenPolls(5, 5, 0, 0);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          19 | 1 | 0 | ''
          20 | 1 | 1 | ''
          20 | 3 | 1 | ', and 2 more the same way: 1,204 polls in all'
          """)
  void poll_byHasty(long hasty, long things, int findings, String others) {
    SeenPolls polls = new SeenPolls(1_204, 1_204, hasty, things);
    String text = "WEBHOOK: polled /v1/x/7 1,204 times, 2.0 s apart%s (24 %% of 5,000 an hour)";

    assertThat(found(seen(group(1, 0), endpoint(polls, 1_204, 0), list(0))))
        .hasSize(findings)
        .allMatch(text.formatted(others)::equals);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          9  | ''
          10 | fetched /v1/x 88 times, 10 times unchanged (under 1 % of 5,000 an hour)
          87 | fetched /v1/x 88 times, unchanged (2 % of 5,000 an hour)
          """)
  void cache_byUnchanged(long unchanged, String text) {
    assertThat(found(seen(group(1, 0), endpoint(NO_POLLS, 1, 0), list(unchanged))))
        .isEqualTo(text.isEmpty() ? List.of() : List.of("CACHE: " + text));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          19,  19, 0
          20,  20, 1
          20, 400, 1
          20, 401, 0
          """)
  void backOff_byRetriesAndCalls(long retries, long calls, int findings) {
    assertThat(found(seen(group(calls, retries), endpoint(NO_POLLS, 1, 0), list(0))))
        .hasSize(findings)
        .allMatch(
            "BACK_OFF: retried 61 ms after a 429, 20 times, before its Retry-After was over"
                ::equals);
  }

  /** Of a window of 100 s. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          24999999,   10, 1000, 1
          25000000,   10, 1000, 0
                 0,    9,    1, 0
                 0,   10, 1099, 1
                 0,   10, 1100, 0
                 0,   11, 1100, 1
          """)
  void spread_bySpentRefusedAndLimit(long spentMicros, int refused, long limit, int findings) {
    SpentWindow window = new SpentWindow(9, 100, limit, spentMicros, refused);

    assertThat(found(seen(group(1, 0, window), endpoint(NO_POLLS, 1, 0), list(0))))
        .hasSize(findings)
        .allMatch(text -> text.startsWith("SPREAD: spent all "));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          19,  19, 0
          20,  20, 1
          20, 200, 1
          20, 201, 0
          """)
  void fault_byFaultsAndCalls(long faults, long calls, int findings) {
    assertThat(found(seen(group(1, 0), endpoint(NO_POLLS, calls, faults), list(0))))
        .hasSize(findings)
        .allMatch(
            "FIX_REQUEST: answered 404 to 20 of %s calls of GET /v1/x/{id}".formatted(calls)
                ::equals);
  }

  @Test
  void findings_ofAll_areOrderedByTheirCalls() {
    SeenPolls polls = new SeenPolls(300, 300, 300, 1);
    SpentWindow window = new SpentWindow(9, 100, 500, 0, 100);
    Seen seen = seen(group(400, 400, window), endpoint(polls, 500, 200), list(87));

    assertThat(Rules.findings(seen))
        .extracting(Finding::practice)
        .containsExactly(
            Practice.BACK_OFF,
            Practice.WEBHOOK,
            Practice.FIX_REQUEST,
            Practice.SPREAD,
            Practice.CACHE);
    assertThat(Rules.findings(seen))
        .allSatisfy(
            one -> assertThat(one.text()).hasSizeLessThan(Finding.TEXT_MAX).matches("[ -~]+"));
  }

  /** Limits are per minute, per hour, per day, with an hour that lasts so many seconds. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          5000 | 3600  | 3600 | 1204 | 24 % of 5,000 an hour
          5000 | 20    | 20   | 1204 | 24 % of 5,000 an hour
          60   | 60    | 3600 | 900  | 25 % of 3,600 an hour
          1000 | 86400 | 3600 | 240  | 24 % of 1,000 in 24 hours
          5000 | 3600  | 3600 | 24   | under 1 % of 5,000 an hour
          5000 | 3600  | 3600 | 25   | 1 % of 5,000 an hour
          """)
  void share_ofALimit(long limit, long period, long hour, long calls, String text) {
    assertThat(new Allowance(limit, period, hour).share(calls)).isEqualTo(text);
  }
}
