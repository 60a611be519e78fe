package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.command.Cli.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class KeyCommandTest {

  @TempDir Path folder;
  private Cli cli;

  @BeforeEach
  void open() {
    cli = Cli.in(folder);
  }

  @Test
  void create_withPolicy_printsTheSecretOnce() {
    Run run = cli.run("key", "create", "--name", "acme", "--policy", "videogen");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).matches("id       key_\\w{12}\nname     acme\nkey      vg_key_\\w{36}\n");
    String secret = run.out().substring(run.out().indexOf("vg_key_")).strip();
    assertThat(cli.run("key", "list").out()).doesNotContain(secret);
    assertThat(cli.run("key", "list", "--json").out()).doesNotContain(secret);
  }

  @Test
  void create_policyNotKnown_failsAndMakesNothing() {
    Run run = cli.run("key", "create", "--name", "acme");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "tallygate: policy is not known yet; start `tallygate serve` once with this --data, or"
                + " give --policy FILE: data="
                + folder.resolve("./tallygate-data")
                + "\n");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void create_afterAServerPublished_takesItsPrefix() {
    Published.videogen(folder.resolve("tallygate-data"));

    Run run = cli.run("key", "create", "--name", "acme", "--json");

    JsonNode key = Json.MAPPER.readTree(run.out());
    assertThat(key.get("key").asString()).startsWith("vg_key_");
    assertThat(key.get("name").asString()).isEqualTo("acme");
    assertThat(key.get("created").asString()).isEqualTo("2026-11-24T05:00:00Z");
  }

  @Test
  void create_nameTooLong_isNotUnderstood() {
    Run run = cli.run("key", "create", "--name", "n".repeat(101), "--policy", "videogen");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("tallygate: name must have 1 to 100 characters: length=101\n");
  }

  @Test
  void list_keys_isATable() {
    String first = create("first");
    String second = create("second one");
    cli.run("key", "revoke", first);

    Run run = cli.run("key", "list");

    assertThat(run.out().lines().toList())
        .hasSize(3)
        .satisfiesExactly(
            head ->
                assertThat(head)
                    .isEqualTo("ID                ENDS IN  CREATED               STATE    NAME"),
            row ->
                assertThat(row)
                    .matches(first + "  \\w{4}     2026-11-24T05:00:00Z  revoked  first"),
            row ->
                assertThat(row)
                    .matches(second + "  \\w{4}     2026-11-24T05:00:00Z  active   second one"));
  }

  @Test
  void list_noKeys_isTheHeadOnly() {
    Published.videogen(folder.resolve("tallygate-data"));

    assertThat(cli.run("key", "list").out()).isEqualTo("ID  ENDS IN  CREATED  STATE  NAME\n");
    assertThat(Json.MAPPER.readTree(cli.run("key", "list", "--json").out())).isEmpty();
  }

  @Test
  void list_otherFolder_saysThatNothingIsThere() {
    Run run = cli.run("key", "list", "--data", "typo");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "tallygate: no tallygate.db here; `tallygate serve` or `tallygate key create` makes"
                + " one: data="
                + folder.resolve("typo")
                + "\n");
    assertThat(folder.resolve("typo")).doesNotExist();
  }

  @Test
  void list_folderOfTheEnvironment_isRead() {
    create("acme");

    Run run =
        Cli.in(folder.resolve("elsewhere"))
            .with("TALLYGATE_DATA", folder.resolve("tallygate-data").toString())
            .run("key", "list");

    assertThat(run.out()).contains("acme");
  }

  @Test
  void revoke_twice_isDoneOnce() {
    String id = create("acme");

    assertThat(cli.run("key", "revoke", id).out()).isEqualTo("revoked  " + id + "\n");
    assertThat(cli.run("key", "revoke", id).out()).isEqualTo("revoked  " + id + ", already\n");
  }

  @Test
  void revoke_unknownKey_fails() {
    create("acme");

    Run run = cli.run("key", "revoke", "key_000000000000");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("tallygate: no such key: id=key_000000000000\n");
  }

  @Test
  void revoke_secretOrTypo_isRefusedAndNotRepeated() {
    assertThat(cli.run("key", "revoke", "vg_key_abc").err())
        .isEqualTo(
            "tallygate: ID must be a key's id as `tallygate key list` prints it;"
                + " what was given looks like a secret\n");
    assertThat(cli.run("key", "revoke", "key_0000000000001").err()).contains("looks like a secret");
    assertThat(cli.run("key", "revoke", "key_00000000000").err())
        .isEqualTo(
            "tallygate: ID must be a key's id as `tallygate key list` prints it:"
                + " key_ and 12 letters or digits\n");
  }

  private String create(String name) {
    Run run = cli.run("key", "create", "--name", name, "--policy", "videogen", "--json");
    return Json.MAPPER.readTree(run.out()).get("id").asString();
  }
}
