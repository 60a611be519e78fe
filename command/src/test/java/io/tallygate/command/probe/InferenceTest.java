package io.tallygate.command.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.command.probe.Fields.Field;
import io.tallygate.command.probe.Finding.Topic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What recorded exchanges prove; {@link Recorded} tells how they are written. */
final class InferenceTest {

  private static final List<String> A = List.of("/a");
  private static final List<String> A_B = List.of("/a", "/b");

  private static List<String> told(List<String> paths, String table, Topic topic) {
    return Recorded.answers(Inference.of(paths, Recorded.read(table)), topic);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # the first call is at 05:10:07 (1795497007); its remaining, the end, W, start, period
          99 | 1795500607 | 3600  | first-call | 3600
          99 | 1795500606 | 3600  | first-call | 3600
          99 | 1795500609 | 3600  | first-call | 3600
          99 | 1795500000 | 3600  | clock      | 3600
          50 | 1795500000 | 3600  | clock      | 3600
          50 | 1795500001 | 3600  | not-clock  | 3600
          99 | 1795500011 | 3600  | ?          | 3600
          99 | 1795497060 | 60    | clock      | 60
          50 | 1795497060 | 60    | clock      | 60
          99 | 1795497008 | 1     | ?          | 1
          50 | 1795497010 | 10    | ?          | 10
          99 | 1795500607 | -     | first-call | 3600
          99 | 1795497307 | -     | first-call | 300
          99 | 1795498200 | -     | clock      | 1800
          99 | 1795500000 | -     | clock      | ? no answer says it; these fit
          50 | 1795500000 | -     | clock      | ? no answer says it; these fit
          99 | 1795564800 | -     | clock      | 86400
          50 | 1795500607 | -     | ?          | ?
          99 | 1795499999 | -     | ?          | ?
          """)
  void window_firstAnswer_provesAsMuch(
      int remaining, long end, String window, String start, String period) {
    List<Field> fields =
        new ArrayList<>(
            List.of(
                new Field("Date", Recorded.httpDate(Recorded.NOW)),
                new Field("X-RateLimit-Limit", "100"),
                new Field("X-RateLimit-Remaining", String.valueOf(remaining)),
                new Field("X-RateLimit-Reset", String.valueOf(end))));
    if (!window.equals("-")) {
      fields.add(new Field("RateLimit-Policy", "100;w=" + window));
    }
    List<Finding> findings =
        Inference.of(A, List.of(Recorded.look(1, 0, fields.toArray(Field[]::new))));

    assertThat(Recorded.answers(findings, Topic.WINDOW).get(0)).startsWith(start);
    assertThat(Recorded.answers(findings, Topic.PERIOD).get(0)).startsWith(period);
  }

  @Test
  void window_resetMovesOn_isRolling() {
    assertThat(
            told(
                A,
                """
                0 | GET /a | 200 | 99/100 | 1795497067
                0 | GET /a | 200 | 98/100 | 1795497067
                3 | GET /a | 200 | 97/100 | 1795497070
                """,
                Topic.WINDOW))
        .containsExactly("rolling");
  }

  @Test
  void window_nextWindowBegins_isNotRolling() {
    assertThat(
            told(
                A,
                """
                0 | GET /a | 200 | 99/100 | 1795497020
                0 | GET /a | 200 | 98/100 | 1795497020
                14 | GET /a | 200 | 99/100 | 1795497040
                """,
                Topic.WINDOW))
        .doesNotContain("rolling");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # remaining of A A B B A        | what
          99/100 98/100 97/100 96/100 95/100 | shared
          99/100 98/100 99/100 98/100 97/100 | separate
          99/100 98/100 98/100 97/100 97/100 | separate
          99/100 98/100 49/50  48/50  97/100 | separate
          99/100 98/100 97/100 96/100 90/100 | ?
          99/100 98/100 99/100 98/100 95/100 | ?
          99/100 99/100 99/100 99/100 99/100 | ?
          98/100 96/100 94/100 92/100 90/100 | shared
          98/100 96/100 98/100 96/100 94/100 | separate
          """)
  void counter_twoRounds_proveAsMuch(String remaining, String what) {
    String[] quotas = remaining.split(" +", -1);
    String[] paths = {"/a", "/a", "/b", "/b", "/a"};
    StringBuilder table = new StringBuilder();
    for (int i = 0; i < paths.length; i++) {
      table.append("0 | GET " + paths[i] + " | 200 | " + quotas[i] + " | 1795500607\n");
    }

    assertThat(told(A_B, table.toString(), Topic.COUNTER))
        .singleElement()
        .asString()
        .startsWith(what);
  }

  @Test
  void counter_oneAnswerEach_cannotTell() {
    assertThat(
            told(
                A_B,
                """
                0 | GET /a | 200 | 99/100 | 1795500607
                0 | GET /a | 200 | 98/100 | 1795500607
                0 | GET /b | 200 | 97/100 | 1795500607
                """,
                Topic.COUNTER))
        .singleElement()
        .asString()
        .startsWith("? needs two answers of each");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # before | after | HEAD
          98       | 96    | costs
          98       | 97    | free
          98       | 95    | ? the number fell by 3
          98       | 99    | ? a window ended meanwhile
          98       | 98    | ? the number fell by 0
          """)
  void head_betweenTwoGets_costsWhatIsMissing(int before, int after, String what) {
    String table =
        """
        0 | GET /a  | 200 | 99/100 | 1795500607
        0 | GET /a  | 200 | %s/100 | 1795500607
        0 | HEAD /a | 200 | 1/100  | 1795500607
        0 | GET /a  | 200 | %s/100 | 1795500607
        """
            .formatted(before, after);

    assertThat(told(A, table, Topic.HEAD)).singleElement().asString().startsWith(what);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # first 404 | second 404 | GET after | what
          97/100      | 96/100     | 95        | costs
          97/100      | 97/100     | 97        | free
          98/100      | 98/100     | 97        | free
          49/50       | 48/50      | 97        | costs
          50/50       | 50/50      | 97        | free
          49/50       | 46/50      | 97        | ? the numbers fell by other than our calls
          97/100      | 96/100     | 96        | ? the number fell by 2
                      |            | 97        | ? the first endpoint's counter did not move
                      |            | 95        | costs
          """)
  void notFound_twice_showsItsCounter(String first, String second, int after, String what) {
    String table =
        """
        0 | GET /a     | 200 | 99/100 | 1795500607
        0 | GET /a     | 200 | 98/100 | 1795500607
        0 | MISSING /x | 404 | %s
        0 | MISSING /x | 404 | %s
        0 | GET /a     | 200 | %s/100 | 1795500607
        """
            .formatted(first == null ? "" : first, second == null ? "" : second, after);

    assertThat(told(A, table, Topic.NOT_FOUND)).singleElement().asString().startsWith(what);
  }

  @Test
  void notFound_pathIsThere_cannotTell() {
    assertThat(
            told(
                A,
                """
                0 | GET /a     | 200 | 99/100 | 1795500607
                0 | GET /a     | 200 | 98/100 | 1795500607
                0 | MISSING /x | 200 | 97/100 | 1795500607
                0 | GET /a     | 200 | 96/100 | 1795500607
                """,
                Topic.NOT_FOUND))
        .containsExactly("? a made-up path was answered 200");
  }

  @Test
  void notModified_answeredWhole_cannotTell() {
    assertThat(
            told(
                A,
                """
                0 | GET /a       | 200 | 99/100 | 1795500607
                0 | GET /a       | 200 | 98/100 | 1795500607
                0 | UNCHANGED /a | 200 | 97/100 | 1795500607
                0 | GET /a       | 200 | 96/100 | 1795500607
                """,
                Topic.NOT_MODIFIED))
        .containsExactly("? asked for a 304, the API answered 200");
  }

  @Test
  void noKey_refusedElsewhere_saysWhatItCarries() {
    List<Finding> findings =
        Inference.of(
            A,
            Recorded.read(
                """
                0 | GET /a    | 200 | 99/100 | 1795500607
                0 | GET /a    | 200 | 98/100 | 1795500607
                0 | NO_KEY /a | 401 | 59/60  | 1795497067
                0 | GET /a    | 200 | 97/100 | 1795500607
                """));

    assertThat(findings)
        .filteredOn(it -> it.topic() == Topic.NO_KEY)
        .extracting(Finding::text)
        .containsExactly(
            "without the key the answer is 401 and says X-RateLimit-Limit: 60,"
                + " X-RateLimit-Remaining: 59, X-RateLimit-Reset: 1795497067; the key's counter:"
                + " a call without the key costs nothing");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "-1, 0", "30, 30", "-7200, -7200"})
  void clock_skewed_isToldToASecond(long skewSeconds, long told) {
    Field date = new Field("Date", Recorded.httpDate(Recorded.NOW + skewSeconds));
    List<Finding> findings = Inference.of(A, List.of(Recorded.look(1, 0, date)));

    assertThat(Recorded.answers(findings, Topic.CLOCK)).containsExactly(String.valueOf(told));
  }

  @ParameterizedTest
  @CsvSource({
    "yesterday, no answer has a Date that can be read",
    "'Tue, 24 Nov 2026 05:10:67 GMT', no answer has a Date that can be read",
  })
  void clock_noDate_cannotTell(String date, String why) {
    List<Finding> findings = Inference.of(A, List.of(Recorded.look(1, 0, new Field("Date", date))));

    assertThat(Recorded.answers(findings, Topic.CLOCK)).containsExactly("? " + why);
  }

  @Test
  void clock_contradictingDates_cannotTell() {
    List<Finding> findings =
        Inference.of(
            A,
            List.of(
                Recorded.look(1, 0, new Field("Date", Recorded.httpDate(Recorded.NOW))),
                Recorded.look(2, 0, new Field("Date", Recorded.httpDate(Recorded.NOW + 60)))));

    assertThat(Recorded.answers(findings, Topic.CLOCK))
        .containsExactly("? the answers' Dates contradict each other");
  }

  @Test
  void headers_none_saySoAndNothingElseOfLimits() {
    List<Finding> findings = Inference.of(A, Recorded.read("0 | GET /a | 200"));

    assertThat(Recorded.answers(findings, Topic.HEADERS)).containsExactly("none");
    assertThat(Recorded.answers(findings, Topic.WINDOW)).isEmpty();
    assertThat(Recorded.answers(findings, Topic.LIMIT)).containsExactly("? no answer says a limit");
  }

  @Test
  void everything_askedTwiceOnly_saysWhatWasNotAsked() {
    List<Finding> findings =
        Inference.of(
            A,
            Recorded.read(
                """
                0 | GET /a | 200 | 99/100 | soon
                0 | GET /a | 200 | 98/100 | soon
                """));

    assertThat(Recorded.answers(findings, Topic.HEAD).get(0)).startsWith("? was not asked");
    assertThat(Recorded.answers(findings, Topic.NOT_FOUND).get(0)).startsWith("? was not asked");
    assertThat(Recorded.answers(findings, Topic.NOT_MODIFIED))
        .containsExactly("? no answer has an ETag or a Last-Modified");
    assertThat(Recorded.answers(findings, Topic.RESET))
        .containsExactly("? this fits nothing known, or more than one thing: soon");
    assertThat(Recorded.answers(findings, Topic.WINDOW))
        .containsExactly("? no answer says when the window ends, in a way that is understood");
  }

  @Test
  void limit_withoutRemaining_isToldAllTheSame() {
    List<Finding> findings =
        Inference.of(A, List.of(Recorded.look(1, 0, new Field("X-RateLimit-Limit", "50"))));

    assertThat(Recorded.answers(findings, Topic.LIMIT)).containsExactly("50");
  }

  @Test
  void limit_changesMeanwhile_cannotTell() {
    assertThat(
            told(
                A,
                """
                0 | GET /a | 200 | 99/100 | 1795500607
                0 | GET /a | 200 | 48/50  | 1795500607
                """,
                Topic.LIMIT))
        .containsExactly("? the answers say several: [100, 50]");
  }

  @Test
  void refused_withRetryAfter_isAFinding() {
    Exchange refused =
        new Exchange(
            1,
            Request.look("/a"),
            0,
            0,
            Answer.of(429, new Fields(List.of(new Field("Retry-After", "30")))));

    assertThat(Inference.of(A, List.of(refused)))
        .filteredOn(it -> it.topic() == Topic.REFUSED)
        .extracting(Finding::text)
        .containsExactly("refused by a limit, Retry-After: 30");
  }

  @Test
  void inference_nothingCame_findsNothing() {
    Exchange nothing = new Exchange(1, Request.look("/a"), 0, 0, Answer.none("no connection"));

    assertThat(Inference.of(A, List.of(nothing))).isEmpty();
  }
}
