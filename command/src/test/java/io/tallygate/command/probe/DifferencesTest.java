package io.tallygate.command.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.command.probe.Finding.CannotTell;
import io.tallygate.command.probe.Finding.Told;
import io.tallygate.command.probe.Finding.Topic;
import io.tallygate.policy.PolicyFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DifferencesTest {

  private static final PolicyFile POLICY =
      PolicyFile.parse(
          "limits.yaml",
          """
          groups:
            ab:
              limit: 100/hour
              endpoints:
                - GET /a
                - GET /b
                - GET /b/{id}/parts/{part}
                - POST /b
            each:
              limit: 50/hour
              counter: each-endpoint
              endpoints:
                - GET /c
                - GET /d/*
          other: 10/hour
          open:
            - GET /open
          """);

  private static Recording recorded(List<String> paths) {
    StringBuilder table = new StringBuilder();
    for (String path : paths) {
      table.append("0 | GET " + path + " | 200 | 99/100 | 1795500607\n");
    }
    return new Recording(paths, Recorded.read(table.toString()), "");
  }

  private static List<String> differences(List<String> paths, Finding... found) {
    return Differences.of(POLICY.policy(), recorded(paths), List.of(found)).stream()
        .map(it -> (it instanceof CannotTell ? "? " : "! ") + it.text())
        .toList();
  }

  private static Told told(Topic topic, String answer, String... paths) {
    return new Told(topic, List.of(paths), answer, answer, List.of(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          WINDOW       | first-call   | /a    | -
          WINDOW       | not-clock    | /a    | -
          WINDOW       | clock        | /a    | ! the policy's windows start by first-call
          WINDOW       | rolling      | /a    | ! the policy's windows start by first-call
          PERIOD       | 3600         | /a    | -
          PERIOD       | 60           | /a    | ! the policy's group ab has 100 requests/hour
          COUNTER      | shared       | /a /b | -
          COUNTER      | separate     | /a /b | ! the policy counts them together, the API apart
          HEAD         | costs        | /a    | -
          HEAD         | free         | /a    | ! under a policy every call costs; at the API a HEAD
          NOT_FOUND    | free         | /a    | ! under a policy every call costs; at the API a 404
          NOT_MODIFIED | free         | /a    | ! under a policy every call costs; at the API a 304
          NO_KEY       | 401          | /a    | -
          NO_KEY       | 200          | /a    | ! under the policy it needs a key
          RESET        | unix-seconds |       | -
          RESET        | seconds-left |       | ! under a policy X-RateLimit-Reset is Unix seconds
          """)
  void of_eachAnswer_differsWhereThePolicySaysOtherwise(
      Topic topic, String answer, String paths, String difference) {
    String[] all = paths == null ? new String[0] : paths.split(" ", -1);
    List<String> differences =
        differences(all.length == 0 ? List.of("/a") : List.of(all), told(topic, answer, all));

    assertThat(differences.isEmpty() ? "-" : differences.get(0)).startsWith(difference);
    assertThat(differences).hasSizeLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /a    | -
          /b?x=1 | -
          /c    | ! the policy's group each has 50 requests/hour, the API says 100 requests
          /else | ! the policy's group other has 10 requests/hour, the API says 100 requests
          /open | ? the policy has no limit of the key for it
          """)
  void of_limitOfAHundred_isComparedWithThePathsGroup(String path, String difference) {
    List<String> differences = differences(List.of(path));

    assertThat(differences.isEmpty() ? "-" : differences.get(0)).isEqualTo(difference);
  }

  @Test
  void of_sharedAcrossGroupsAndEndpoints_differs() {
    assertThat(differences(List.of(), told(Topic.COUNTER, "shared", "/a", "/c", "/d/x", "/d/y")))
        .hasSize(5) // every pair but the two of one endpoint, /d/*
        .containsOnly("! the policy counts them apart, the API together");
  }

  @Test
  void of_noFieldsOfLimits_differs() {
    Recording silent = new Recording(List.of("/a"), Recorded.read("0 | GET /a | 200"), "");

    assertThat(Differences.of(POLICY.policy(), silent, List.of()))
        .extracting(Finding::text)
        .containsExactly("the policy's group ab has 100 requests/hour, the API says no limit");
  }

  @Test
  void endpoints_ofPolicy_areItsGetsWithoutGaps() {
    assertThat(Endpoints.of(POLICY.policy(), Map.of())).containsExactly("/a", "/b", "/c");
    assertThat(Endpoints.of(POLICY.policy(), Map.of("id", "7", "part", "p%20q", "*", "x")))
        .containsExactly("/a", "/b", "/b/7/parts/p%20q", "/c", "/d/x");
  }

  @ParameterizedTest
  @CsvSource({"a, true", "a%2Fb, true", "a/b, false", ".., false", "'', false", "a b, false"})
  void requireSegment_value_isOneSegment(String value, boolean fine) {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> Endpoints.requireSegment("id", value)))
        .matches(it -> (it == null) == fine);
  }

  @Test
  void fresh_unknownPeriodAndUnsayablePath_areLeftOutByName() {
    List<Finding> findings =
        new ArrayList<>(
            List.of(
                told(Topic.LIMIT, "100", "/a"),
                told(Topic.PERIOD, "3600", "/a", "/a%20b"),
                told(Topic.LIMIT, "100", "/a%20b"),
                told(Topic.LIMIT, "5", "/late"),
                told(Topic.LIMIT, "9999999999", "/huge"),
                told(Topic.PERIOD, "60", "/huge")));
    ProbedPolicy policy = ProbedPolicy.fresh(List.of("/a", "/a%20b", "/late", "/huge"), findings);

    assertThat(policy.leftOut())
        .containsExactly(
            "GET /late: its limit or its period was not found",
            "GET /huge: its limit or its period was not found",
            "GET /a%20b: a pattern cannot say it");
    assertThat(policy.file().orElseThrow().toYaml()).contains("GET /a\n", "100 requests/hour");
  }

  @Test
  void fresh_nothingKnown_hasNoFile() {
    assertThat(ProbedPolicy.fresh(List.of("/a"), List.of()).file()).isEmpty();
  }

  @Test
  void fresh_sameLastWords_getNumbers() {
    List<Finding> findings =
        List.of(
            told(Topic.LIMIT, "100", "/a/x"),
            told(Topic.PERIOD, "3600", "/a/x"),
            told(Topic.LIMIT, "50", "/b/x"),
            told(Topic.PERIOD, "3600", "/b/x"),
            told(Topic.LIMIT, "70", "/other"),
            told(Topic.PERIOD, "3600", "/other"));

    assertThat(
            ProbedPolicy.fresh(List.of("/a/x", "/b/x", "/other"), findings)
                .file()
                .orElseThrow()
                .policy()
                .groups())
        .extracting(group -> group.name() + " " + group.limits().get(0).count())
        .containsExactly("x 100", "x-2 50", "other-2 70");
  }

  /** A limit of the policy, and what the API's IETF fields say. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          500/hour smooth, burst 20 | q=20;w=144;qu="requests"    | -
          500/hour smooth, burst 20 | q=20;w=145;qu="requests"    | !
          500/hour smooth, burst 20 | q=500;w=3600;qu="requests"  | !
          500/hour sliding          | q=500;w=3600;qu="requests"  | -
          500/hour sliding          | q=500;w=60;qu="requests"    | !
          10 in flight              | q=10;qu="concurrent-requests" | -
          10 in flight              | q=10;w=3600;qu="requests"   | !
          10 in flight              | q=11;qu="concurrent-requests" | !
          """)
  void of_algorithm_isComparedByWhatItsHeadersSay(String limit, String said, String differs) {
    PolicyFile policy =
        PolicyFile.parse(
            "p", "groups: {a: {limit: '" + limit + "', endpoints: [GET /a]}}\nother: 1/hour\n");
    Exchange look =
        Recorded.look(
            1,
            0,
            new Fields.Field("RateLimit-Policy", "\"a\";" + said),
            new Fields.Field("RateLimit", "\"a\";r=1;t=1"));

    assertThat(
            Differences.of(
                policy.policy(), new Recording(List.of("/a"), List.of(look), ""), List.of()))
        .hasSize(differs.equals("!") ? 1 : 0);
  }
}
