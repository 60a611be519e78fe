package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.command.Cli.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class OwnerPlanAuditCommandTest {

  @TempDir Path folder;
  private Cli cli;

  @BeforeEach
  void open() {
    cli = Cli.in(folder);
    Published.videogen(folder.resolve("tallygate-data"));
  }

  @Test
  void owner_wholeLife_isSaid() {
    Run made = cli.run("owner", "create", "--name", "ACME", "--metadata", "crm=4711");
    assertThat(made.out()).matches("id       own_\\w{12}\nname     ACME\n");
    String id = made.out().split("\\s+", -1)[1];
    cli.run("plan", "create", "pro", "all=x2");

    assertThat(cli.run("owner", "plan", id, "pro").out()).isEqualTo("plan  " + id + " is on pro\n");
    assertThat(cli.run("owner", "rename", id, "ACME Inc.").out())
        .isEqualTo("renamed  " + id + " to ACME Inc.\n");
    assertThat(cli.run("owner", "block", id).out()).isEqualTo("blocked  " + id + "\n");
    assertThat(cli.run("owner", "list", "inc").out())
        .isEqualTo(
            """
            ID                CREATED               STATE    PLAN  NAME
            %s  2026-11-24T05:00:00Z  blocked  pro   ACME Inc.
            """
                .formatted(id));
    assertThat(cli.run("owner", "unblock", id).out()).isEqualTo("unblocked  " + id + "\n");
    assertThat(cli.run("owner", "plan", id, "none").exitCode()).isZero();
    JsonNode owner = Json.MAPPER.readTree(cli.run("owner", "list", "--json").out()).get("items");
    assertThat(owner.get(0).get("metadata").get("crm").asString()).isEqualTo("4711");
    assertThat(owner.get(0).has("plan")).isFalse();
  }

  @Test
  void owner_unknown_fails() {
    assertThat(cli.run("owner", "rename", "own_000000000000", "x").err())
        .isEqualTo("tallygate: no such owner: id=own_000000000000\n");
    assertThat(cli.run("owner", "rename", "vg_key_secret", "x").err())
        .contains("looks like a secret")
        .doesNotContain("vg_key_secret");
  }

  @Test
  void plan_wholeLife_isSaid() {
    assertThat(cli.run("plan", "create", "pro", "tools=2000/hour", "all=x2").out())
        .isEqualTo("created  pro, limits 2\n");
    assertThat(cli.run("plan", "create", "pro", "all=x2").err())
        .isEqualTo("tallygate: plan must not be there yet: plan=pro\n");
    assertThat(cli.run("plan", "list").out())
        .isEqualTo(
            """
            PLAN  GROUP  LIMIT
            pro   tools  2,000 requests/hour
            pro   all    x2
            """);
    assertThat(cli.run("plan", "set", "pro", "files=x1.5").out()).isEqualTo("set  pro, limits 1\n");
    JsonNode plans = Json.MAPPER.readTree(cli.run("plan", "list", "--json").out());
    assertThat(plans.at("/items/0/limits/0/limit").asString()).isEqualTo("x1.5");
    cli.run("owner", "create", "--name", "a", "--plan", "pro");
    assertThat(cli.run("plan", "remove", "pro").err())
        .isEqualTo("tallygate: plan must have no keys or owners; move them first: plan=pro on=1\n");
    cli.run("plan", "create", "free", "all=x0.5");
    assertThat(cli.run("plan", "remove", "free").out()).isEqualTo("removed  free\n");
  }

  @Test
  void plan_limitsNotWithinTheRules_areRefused() {
    assertThat(cli.run("plan", "create", "pro", "tools").err())
        .isEqualTo("tallygate: limit must be GROUP=LIMIT, such as tools=2000/hour or all=x2\n");
    assertThat(cli.run("plan", "create", "pro", "tols=x2").err())
        .isEqualTo("tallygate: no such group in the policy: group=tols; did you mean 'tools'?\n");
    assertThat(cli.run("plan", "create", "pro", "tools=x2", "tools=x3").err())
        .isEqualTo("tallygate: limit stands twice: limit=tools\n");
    assertThat(cli.run("plan", "create", "Pro!", "tools=x2").exitCode()).isEqualTo(2);
    assertThat(cli.run("plan", "create", "pro", "tools=x0.001").err())
        .isEqualTo(
            "tallygate: limit must be 1 to 1000000000: limit=tools amount=x0.001 result=0\n");
    assertThat(cli.run("plan", "list").out()).isEqualTo("PLAN  GROUP  LIMIT\n");
  }

  @Test
  void audit_afterChanges_namesWhoAndWhat() {
    String id =
        Json.MAPPER
            .readTree(cli.run("key", "create", "--name", "acme", "--json").out())
            .get("id")
            .asString();
    cli.run("limit", "set", id, "tools", "2000/hour", "--reason", "launch");
    cli.run("key", "revoke", id);

    JsonNode entries =
        Json.MAPPER.readTree(cli.run("audit", "list", id, "--json").out()).get("items");

    assertThat(entries).hasSize(3);
    assertThat(entries.get(0).get("action").asString()).isEqualTo("key.revoke");
    assertThat(entries.get(0).get("before").get("state").asString()).isEqualTo("active");
    assertThat(entries.get(0).get("after").get("state").asString()).isEqualTo("revoked");
    assertThat(entries.get(1).get("who").asString()).isEqualTo("command:tester");
    assertThat(entries.get(1).get("after").get("amount").asString()).isEqualTo("2000");
    assertThat(entries.get(2).has("before")).isFalse();
    assertThat(cli.run("audit", "list", "pro").out().lines()).hasSize(1);
  }
}
