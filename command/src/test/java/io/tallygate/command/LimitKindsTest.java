package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.command.Cli.Run;
import io.tallygate.policy.PolicyFile;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Numbers for limits that count otherwise than in windows. */
final class LimitKindsTest {

  private static final String POLICY =
      """
      groups:
        reports:
          limit:
            - 500/hour smooth, burst 20
            - name: reports-at-once
              limit: 10 in flight
          endpoints:
            - POST /reports
        uploads:
          limit: 5 in flight
          endpoints:
            - POST /uploads
        files:
          limit: 1,000/day sliding
          endpoints:
            - GET /files
      other: 2,500/hour
      """;

  @TempDir Path folder;
  private Cli cli;
  private String id = "";

  @BeforeEach
  void open() {
    cli = Cli.in(folder);
    Published.policy(folder.resolve("tallygate-data"), PolicyFile.parse("limits.yaml", POLICY));
    Run run = cli.run("key", "create", "--name", "acme", "--json");
    id = Json.MAPPER.readTree(run.out()).get("id").asString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          reports | 2000/hour | 2,000 requests/hour smooth, burst 20
          reports | 2000/hour smooth, burst 20 | 2,000 requests/hour smooth, burst 20
          reports                 | 7/hour                     | 7 requests/hour smooth, burst 7
          reports                 | 7/hour smooth, burst 7     | 7 requests/hour smooth, burst 7
          reports | 36,000,000/hour | 36,000,000 requests/hour smooth, burst 20
          reports/reports-at-once | 20 in flight               | 20 in flight
          uploads                 | 20                         | 20 in flight
          uploads                 | 1,000,000                  | 1,000,000 in flight
          files                   | 2000/day                   | 2,000 requests/day sliding
          files                   | 2000/24h sliding           | 2,000 requests/day sliding
          files                   | x2                         | x2
          """)
  void set_number_keepsHowTheLimitCounts(String group, String number, String said) {
    Run run = cli.run("limit", "set", id, group, number);

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("set  " + group + " of " + id + " to " + said + "\n");
    assertThat(cli.run("limit", "list", id).out()).contains(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          reports | 20 in flight | limit must be per hour, as the policy has it: limit=20 in flight
          reports | 20/minute | limit must be per hour, as the policy has it: limit=20 req
          reports | 20/hour sliding | only the number can be another; leave out how it counts:
          reports | 2000/hour smooth, burst 30 | only the number can be another; leave out how
          reports | 36,000,001/hour | limit must be 1 to 36000000: limit=reports amount=36000001
          uploads | 20/hour      | limit must be a number in flight, as the policy has it: limit=20
          uploads | 0            | limit must be 1 to 1000000000; to stop a key, block it: limit=0
          uploads | 0 in flight  | limit must be 1 to 1000000000; to stop a key, block it: limit=0
          uploads | 1000001      | limit must be 1 to 1000000: limit=uploads amount=1000001
          uploads | x1000000     | limit must be 1 to 1000000: limit=uploads amount=x1000000
          files   | 104249992/day | limit must be 1 to 104249991: limit=files amount=104249992
          """)
  void set_whatTheLimitCannotBe_isRefused(String group, String number, String message) {
    Run run = cli.run("limit", "set", id, group, number);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("tallygate: " + message);
    assertThat(cli.run("limit", "list").out().lines()).hasSize(1);
  }

  @Test
  void set_numberForAll_isHeldToWhatEachCanCount() {
    Run run = cli.run("limit", "set", id, "all", "900,000,000");

    assertThat(run.err()).isEmpty();
    assertThat(cli.run("limit", "explain", id, "uploads").out()).contains(" 1,000,000 in flight\n");
    assertThat(cli.run("limit", "explain", id, "files").out())
        .contains(" 104,249,991 requests/day sliding\n");
    assertThat(cli.run("limit", "explain", id, "reports").out())
        .contains(" 36,000,000 requests/hour smooth, burst 20\n", " 10 in flight\n");
    assertThat(cli.run("limit", "explain", id, "other").out())
        .contains(" 900,000,000 requests/hour\n");
  }

  @Test
  void explain_json_saysHowEachCounts() {
    cli.run("limit", "set", id, "reports", "7/hour");
    JsonNode limits =
        Json.MAPPER
            .readTree(cli.run("limit", "explain", id, "reports", "--json").out())
            .get("limits");

    assertThat(limits.get(0).toString())
        .startsWith(
            "{\"limit\":\"reports\",\"count\":7,\"periodSeconds\":3600,\"algorithm\":\"smooth\","
                + "\"burst\":7,\"steps\":");
    assertThat(limits.get(1).toString())
        .startsWith(
            "{\"limit\":\"reports/reports-at-once\",\"count\":10,\"algorithm\":\"in-flight\","
                + "\"steps\":");
  }

  @Test
  void plan_numbers_keepHowTheLimitsCount() {
    assertThat(cli.run("plan", "create", "pro", "uploads=50", "reports=600/hour").err()).isEmpty();
    assertThat(cli.run("plan", "list").out())
        .contains("50 in flight", "600 requests/hour smooth, burst 20");
  }
}
