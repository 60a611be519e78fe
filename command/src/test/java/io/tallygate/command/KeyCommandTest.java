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
                    .isEqualTo(
                        "ID                ENDS IN  CREATED               LAST USED  STATE    OWNER"
                            + "  PLAN  NAME"),
            row ->
                assertThat(row)
                    .matches(
                        first
                            + "  \\w{4}     2026-11-24T05:00:00Z  -     "
                            + "     revoked  -      -     first"),
            row ->
                assertThat(row)
                    .matches(
                        second
                            + "  \\w{4}     2026-11-24T05:00:00Z  -     "
                            + "     active   -      -     second one"));
  }

  @Test
  void list_noKeys_isTheHeadOnly() {
    Published.videogen(folder.resolve("tallygate-data"));

    assertThat(cli.run("key", "list").out())
        .isEqualTo("ID  ENDS IN  CREATED  LAST USED  STATE  OWNER  PLAN  NAME\n");
    assertThat(Json.MAPPER.readTree(cli.run("key", "list", "--json").out()).get("items")).isEmpty();
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

  @Test
  void list_moreThanAPage_goesOnAtItsCursor() {
    String first = create("first");
    String second = create("second");

    Run page = cli.run("key", "list", "--page-size", "1");
    assertThat(page.out()).contains(first).doesNotContain(second);
    String cursor = page.err().replaceAll("(?s).*--after (\\S+).*", "$1");
    Run next = cli.run("key", "list", "--page-size", "1", "--after", cursor);
    assertThat(next.out()).contains(second).doesNotContain(first);
    assertThat(next.err()).isEmpty();
    assertThat(
            Json.MAPPER
                .readTree(cli.run("key", "list", "--page-size", "1", "--json").out())
                .get("next")
                .asString())
        .isEqualTo(cursor);
  }

  @Test
  void list_text_findsByNameAndState() {
    String first = create("ACME Inc.");
    String second = create("other");
    cli.run("key", "block", first);

    assertThat(cli.run("key", "list", "acme").out()).contains(first).doesNotContain(second);
    assertThat(cli.run("key", "list", "--state", "active").out())
        .contains(second)
        .doesNotContain(first);
    assertThat(cli.run("key", "list", "--state", "activ").err())
        .isEqualTo("tallygate: no such state: state=activ; did you mean 'active'?\n");
  }

  @Test
  void change_eachThing_isSaidAndShown() {
    String id = create("acme");
    String owner =
        Json.MAPPER
            .readTree(cli.run("owner", "create", "--name", "ACME", "--json").out())
            .get("id")
            .asString();
    assertThat(cli.run("key", "rename", id, "acme, production").out())
        .isEqualTo("renamed  " + id + " to acme, production\n");
    assertThat(cli.run("key", "expire", id, "2027-03-31").out())
        .isEqualTo("expires  " + id + " at 2027-04-01T00:00:00Z\n");
    assertThat(cli.run("key", "block", id).out()).isEqualTo("blocked  " + id + "\n");
    assertThat(cli.run("key", "change", id, "--owner", owner, "--metadata", "a=b=c").out())
        .isEqualTo("changed  " + id + "\n");

    JsonNode key =
        Json.MAPPER.readTree(cli.run("key", "list", id, "--json").out()).get("items").get(0);
    assertThat(key.get("name").asString()).isEqualTo("acme, production");
    assertThat(key.get("expires").asString()).isEqualTo("2027-04-01T00:00:00Z");
    assertThat(key.get("state").asString()).isEqualTo("blocked");
    assertThat(key.get("owner").asString()).isEqualTo(owner);
    assertThat(key.get("metadata").get("a").asString()).isEqualTo("b=c");
    assertThat(cli.run("key", "unblock", id).out()).isEqualTo("unblocked  " + id + "\n");
    assertThat(cli.run("key", "expire", id, "never").out())
        .isEqualTo("expires  " + id + " never\n");
    assertThat(cli.run("key", "change", id).err())
        .isEqualTo("tallygate: nothing to change; give --owner, --plan or --metadata\n");
  }

  @Test
  void rotate_key_printsANewSecretOfTheSameId() {
    String id = create("acme");

    Run run = cli.run("key", "rotate", id, "--grace", "24h", "--policy", "videogen");

    assertThat(run.out()).matches("id       " + id + "\nname     acme\nkey      vg_key_\\w{36}\n");
    assertThat(cli.run("key", "rotate", id, "--grace", "8785h", "--policy", "videogen").err())
        .isEqualTo("tallygate: grace must be 0s to 366 days: grace=31626000s\n");
  }

  @Test
  void importHash_ofAnotherSystem_isListed() {
    String hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    Run run = cli.run("key", "import", "--name", "old", "--sha256", hash, "--last-four", "test");

    assertThat(run.out()).matches("id       key_\\w{12}\nname     old\n");
    assertThat(cli.run("key", "list").out()).contains("test");
    assertThat(cli.run("key", "import", "--name", "old", "--sha256", hash).err())
        .isEqualTo("tallygate: sha256 must be of a key that is not here yet\n");
    assertThat(cli.run("key", "import", "--name", "old", "--sha256", "abc").err())
        .isEqualTo("tallygate: sha256 must be 64 hex digits: length=3\n");
  }

  private String create(String name) {
    Run run = cli.run("key", "create", "--name", name, "--policy", "videogen", "--json");
    return Json.MAPPER.readTree(run.out()).get("id").asString();
  }
}
