package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.command.Cli.Run;
import io.tallygate.gateway.database.Database;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.database.StoredAdministration;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.Administration;
import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Subject;
import io.tallygate.gateway.key.Target;
import io.tallygate.policy.PolicyFile;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class LimitCommandTest {

  private static final String POLICY =
      """
      groups:
        tools:
          limit:
            - 500 requests/hour
            - name: tools-burst
              limit: 10/second
          endpoints:
            - POST /v1/tools/*
        files:
          limit: 1,000/hour
          endpoints:
            - GET /v1/files
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

  @Test
  void set_limit_isStoredAndSaid() {
    Run run = cli.run("limit", "set", id, "tools", "2000/hour", "--reason", "@launch");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("set  tools of " + id + " to 2,000 requests/hour\n");
    assertThat(stored()).isEqualTo(LimitRule.always(Target.of("tools"), new Amount.Count(2_000)));
    assertThat(cli.run("limit", "list").out()).contains("@launch");
  }

  @Test
  void set_furtherLimit_isNamedByGroupAndName() {
    Run run = cli.run("limit", "set", id, "tools/tools-burst", "20 per second");

    assertThat(run.err()).isEmpty();
    assertThat(stored())
        .isEqualTo(LimitRule.always(new Target("tools", "tools-burst"), new Amount.Count(20)));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-24, 2026-11-25T00:00:00Z",
    "2026-12-31, 2027-01-01T00:00:00Z",
    "2026-11-24T05:00:01Z, 2026-11-24T05:00:01Z",
  })
  void set_until_endsWithTheDayOrAtTheInstant(String until, String end) {
    Run run = cli.run("limit", "set", id, "files", "7/hour", "--until", until);

    assertThat(run.out()).endsWith(" to 7 requests/hour until " + end + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "files | 5/minute | limit must be per hour, as the policy has it: limit=5 requests/minute"
            + " group=files",
        "tools/tools-burst | 5/hour | limit must be per second, as the policy has it:"
            + " limit=5 requests/hour group=tools/tools-burst",
        "files | 0/hour | limit must be 1 to 1000000000; to stop a key, block it: limit=0/hour",
        "files | 0 | limit must be 1 to 1000000000; to stop a key, block it: limit=0",
        "files | unlimited | limit must be a number, for the headers say it; the most is"
            + " 1000000000: limit=unlimited",
        "files | 1000000001/hour | count must be 1 to 1000000000: count=1000000001",
        "fils | 5/hour | no such group in the policy: group=fils; did you mean 'files'?",
        "burst | 5/hour | no such group in the policy: group=burst; known are tools, files, other",
        "tools/burst | 5/second | no such limit in the group: limit=tools/burst;"
            + " known are tools, tools/tools-burst",
      })
  void set_notWithinTheRules_isRefused(String group, String limit, String message) {
    Run run = cli.run("limit", "set", id, group, limit);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("tallygate: " + message + "\n");
    assertThat(cli.run("limit", "list").out().lines()).hasSize(1);
  }

  @Test
  void set_largestNumber_isTaken() {
    assertThat(cli.run("limit", "set", id, "files", "1,000,000,000/hour").exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-11-23 | until must be in the future: until=2026-11-24T00:00:00Z"
            + " now=2026-11-24T05:00:00Z",
        "2026-11-24T05:00:00Z | until must be in the future: until=2026-11-24T05:00:00Z"
            + " now=2026-11-24T05:00:00Z",
        "tomorrow | until must be a date such as 2027-03-31 or 2027-03-31T18:00:00Z:"
            + " until=tomorrow",
        "2027-02-29 | until must be a date such as 2027-03-31 or 2027-03-31T18:00:00Z:"
            + " until=2027-02-29",
      })
  void set_untilInThePastOrNoDate_isRefused(String until, String message) {
    Run run = cli.run("limit", "set", id, "files", "7/hour", "--until", until);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("tallygate: " + message + "\n");
  }

  @Test
  void set_unknownKey_fails() {
    Run run = cli.run("limit", "set", "key_000000000000", "files", "7/hour");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("tallygate: no such key: id=key_000000000000\n");
  }

  @Test
  void list_limits_isATableWithTheirStates() {
    cli.run("limit", "set", id, "files", "7/hour", "--until", "2026-11-24", "--reason", "trial");
    cli.run("limit", "set", id, "tools", "2000/hour");
    cli.run("limit", "set", id, "tools/tools-burst", "20/second");
    Published.policy(
        folder.resolve("tallygate-data"),
        PolicyFile.parse("limits.yaml", POLICY.replace("tools-burst", "renamed")));
    Cli nextDay = new Cli(cli.environment(), folder, new Cli.FixedTicker(Cli.NOW_SECOND + 86_400));

    assertThat(nextDay.run("limit", "list", id).out())
        .isEqualTo(
            """
            ID_               GROUP              LIMIT                FROM\
              UNTIL                 STATE              REASON
            ID  files              7 requests/hour      -   \
              2026-11-25T00:00:00Z  ended              trial
            ID  tools              2,000 requests/hour  -   \
              -                     in force
            ID  tools/tools-burst  20                   -   \
              -                     not in the policy
            """
                .replace("ID_", "Id ")
                .replace("ID", id)
                .replace("Id ", "ID "));
  }

  @Test
  void list_json_hasNumbersAndStates() {
    cli.run("limit", "set", id, "files", "7/hour", "--until", "2026-11-24");
    cli.run("limit", "set", id, "tools", "2000/hour");

    JsonNode list = Json.MAPPER.readTree(cli.run("limit", "list", "--json").out()).get("items");

    assertThat(list).hasSize(2);
    assertThat(list.get(0).get("group").asString()).isEqualTo("files");
    assertThat(list.get(0).get("count").asLong()).isEqualTo(7);
    assertThat(list.get(0).get("until").asString()).isEqualTo("2026-11-25T00:00:00Z");
    assertThat(list.get(0).get("state").asString()).isEqualTo("in force");
    assertThat(list.get(1).has("until")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "all | x2 | all of ID to x2",
        "all | 2,000 | all of ID to 2,000",
        "tools | x1.5 | tools of ID to x1.5",
        "tools/tools-burst | x0.5 | tools/tools-burst of ID to x0.5",
      })
  void set_factorOrAll_isSaid(String group, String limit, String said) {
    Run run = cli.run("limit", "set", id, group, limit);

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("set  " + said.replace("ID", id) + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "all | 2000/hour | limit for all groups must be a factor such as x2, or a number without a"
            + " unit, as each has its own: limit=2000/hour",
        "tools | x0 | factor must be x0.001 to x1000000, with at most 3 decimals: factor=0.000",
        "tools | x1000001 | factor must be x0.001 to x1000000, with at most 3 decimals:"
            + " factor=1000001.000",
        "other | x1000000 | limit must be 1 to 1000000000: limit=other amount=x1000000"
            + " result=2500000000",
      })
  void set_factorOutOfRange_isRefused(String group, String limit, String message) {
    Run run = cli.run("limit", "set", id, group, limit);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("tallygate: " + message + "\n");
  }

  @Test
  void explain_allLevels_areListedUpwards() {
    cli.run("plan", "create", "pro", "all=x2");
    String owner =
        Json.MAPPER
            .readTree(cli.run("owner", "create", "--name", "a", "--plan", "pro", "--json").out())
            .get("id")
            .asString();
    cli.run("key", "change", id, "--owner", owner);
    cli.run("limit", "set", owner, "tools", "3000/hour", "--until", "2026-12-31");
    cli.run("limit", "set", id, "all", "x2", "--from", "2026-12-01");

    assertThat(cli.run("limit", "explain", id, "tools").out())
        .isEqualTo(
            """
            LIMIT              LEVEL   OF                SAYS        FROM  UNTIL     \
                        MAKES
            tools              policy  -                 -           -     -    \
                             500 requests/hour
            tools              plan    pro               all x2      -     -    \
                             1,000 requests/hour
            tools              owner   OWNER  tools 3000  -     2027-01-01T00:00:00Z\
              3,000 requests/hour
            tools/tools-burst  policy  -                 -           -     -    \
                             10 requests/second
            next change at 2026-12-01T00:00:00Z
            """
                .replace("OWNER", owner));
    Cli december =
        new Cli(cli.environment(), folder, new Cli.FixedTicker(Cli.NOW_SECOND + 864_000));
    JsonNode explained =
        Json.MAPPER.readTree(december.run("limit", "explain", id, "tools", "--json").out());
    assertThat(explained.get("limits").get(0).get("count").asLong()).isEqualTo(6_000);
    assertThat(explained.get("plan").asString()).isEqualTo("pro");
  }

  @Test
  void remove_limit_isGone() {
    cli.run("limit", "set", id, "files", "7/hour");

    assertThat(cli.run("limit", "remove", id, "files").out())
        .isEqualTo("removed  files of " + id + ", 1\n");
    assertThat(cli.run("limit", "remove", id, "files").err())
        .isEqualTo("tallygate: no such limit was given: id=" + id + " limit=files\n");
    assertThat(cli.run("limit", "list").out().lines()).hasSize(1);
  }

  @Test
  void drain_unknownGroup_isNotUnderstood() {
    Run run = cli.run("limit", "drain", id, "fils");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo("tallygate: no such group in the policy: group=fils; did you mean 'files'?\n");
  }

  private LimitRule stored() {
    try (Administration all =
        new StoredAdministration(
            Database.openExisting(new Location.Folder(folder.resolve("tallygate-data"))),
            cli.ticker(),
            new Actor(Actor.Kind.COMMAND, "tester"))) {
      return all.grants()
          .list(Optional.of(new Subject(id)), Page.Request.FIRST)
          .items()
          .get(0)
          .rule();
    }
  }
}
