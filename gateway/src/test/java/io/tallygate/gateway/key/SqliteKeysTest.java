package io.tallygate.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.gateway.key.ApiKey.State;
import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import io.tallygate.limiter.policy.LimitOverride;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqliteKeysTest {

  private static final KeyFormat FORMAT = new KeyFormat("vg_key_");
  private static final long NOW = 1_795_510_820;
  private static final FixedTicker TICKER = new FixedTicker(NOW);

  @TempDir Path folder;
  private Path data;
  private SqliteKeys keys;

  @BeforeEach
  void open() {
    data = folder.resolve("data");
    keys = SqliteKeys.open(data, TICKER);
  }

  @AfterEach
  void close() {
    keys.close();
  }

  @Test
  void create_key_isListedWithoutItsSecret() {
    IssuedKey issued = keys.create("acme", FORMAT);

    assertThat(issued.secret()).matches("vg_key_[0-9A-Za-z]{36}");
    assertThat(issued.toString()).isEqualTo(issued.key().id());
    assertThat(issued.key().id()).matches("key_[0-9A-Za-z]{12}");
    assertThat(issued.secret()).endsWith(issued.key().lastFour());
    assertThat(keys.list()).containsExactly(issued.key());
    assertThat(issued.key())
        .isEqualTo(
            new ApiKey(
                issued.key().id(), "acme", issued.key().lastFour(), NOW, State.ACTIVE, List.of()));
  }

  @Test
  void create_manyKeys_leavesNoSecretInAnyFile() throws IOException {
    List<String> secrets =
        Stream.generate(() -> keys.create("acme", FORMAT).secret()).limit(50).toList();

    List<Path> files = filesOf(data);
    assertThat(files)
        .extracting(file -> file.getFileName().toString())
        .contains("tallygate.db", "tallygate.db-wal", "tallygate.db-shm");
    int hashes = 0;
    for (Path file : files) {
      String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
      for (String secret : secrets) {
        assertThat(bytes).as(file.toString()).doesNotContain(secret);
        assertThat(bytes).as(file.toString()).doesNotContain(secret.substring(7, 37));
        String hash = new String(KeyHash.of(secret).bytes(), StandardCharsets.ISO_8859_1);
        hashes += bytes.contains(hash) ? 1 : 0;
      }
    }
    assertThat(hashes).as("hashes found by the same search").isGreaterThanOrEqualTo(50);
  }

  @Test
  void open_newFolder_isItsOwnersOnly() throws IOException {
    keys.create("acme", FORMAT);

    assertThat(Modes.of(data)).isEqualTo("rwx------");
    for (Path file : filesOf(data)) {
      assertThat(Modes.of(file)).as(file.toString()).isEqualTo("rw-------");
    }
  }

  @Test
  void create_nameOfMostCharacters_isTaken() {
    assertThat(keys.create("n".repeat(100), FORMAT).key().name()).hasSize(100);
  }

  @Test
  void create_nameOneLonger_isRefused() {
    assertThatThrownBy(() -> keys.create("n".repeat(101), FORMAT))
        .hasMessage("name must have 1 to 100 characters: length=101");
    assertThatThrownBy(() -> keys.create("", FORMAT))
        .hasMessage("name must have 1 to 100 characters: length=0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u001b[31mb", "a\u007fb", "a\u2028b", "a\u202eb", "\ud83d"})
  void create_nameWithControlCharacters_isRefused(String name) {
    assertThatThrownBy(() -> keys.create(name, FORMAT))
        .hasMessage("name must have no control characters: name");
  }

  @Test
  void create_nameInAnyScript_isTaken() {
    assertThat(keys.create("Bäckerei 東京 🚀", FORMAT).key().name()).isEqualTo("Bäckerei 東京 🚀");
  }

  @Test
  void create_oneMoreThanMost_isRefused() {
    try (Database database = Database.open(data, Database.Missing.REFUSE)) {
      Keys.fill(database, SqliteKeys.KEYS_MAX - 1);
    }
    keys.create("last", FORMAT);

    assertThatThrownBy(() -> keys.create("one more", FORMAT))
        .isInstanceOf(DataException.class)
        .hasMessage("data must have at most 100000 keys: keys=100000");
  }

  @Test
  void revoke_key_isRevokedForGood() {
    String id = keys.create("acme", FORMAT).key().id();

    assertThat(keys.revoke(id)).isTrue();
    assertThat(keys.revoke(id)).isFalse();
    assertThat(keys.list()).extracting(ApiKey::state).containsExactly(State.REVOKED);
  }

  @Test
  void revoke_unknownKey_isRefused() {
    assertThatThrownBy(() -> keys.revoke("key_000000000000"))
        .isInstanceOf(DataException.class)
        .hasMessage("no such key: id=key_000000000000");
  }

  @Test
  void revoke_secretInPlaceOfId_isNotRepeated() {
    String secret = keys.create("acme", FORMAT).secret();

    assertThatThrownBy(() -> keys.revoke(secret))
        .hasMessage("id must be key_ and 12 letters or digits");
  }

  @Test
  void setLimit_again_replacesTheFirst() {
    String id = keys.create("acme", FORMAT).key().id();

    keys.setLimit(id, new LimitOverride("files", 100_000, LimitOverride.NO_END), "asked");
    keys.setLimit(id, new LimitOverride("files", 70_000, NOW + 60), "");

    assertThat(keys.limits(id))
        .containsExactly(new KeyLimit(id, new LimitOverride("files", 70_000, NOW + 60), "", NOW));
    assertThat(keys.list().get(0).overrides())
        .containsExactly(new LimitOverride("files", 70_000, NOW + 60));
  }

  @Test
  void limits_ofAllKeys_areThoseOfEach() {
    String first = keys.create("first", FORMAT).key().id();
    String second = keys.create("second", FORMAT).key().id();
    keys.setLimit(second, new LimitOverride("tools", 7, LimitOverride.NO_END), "");
    keys.setLimit(first, new LimitOverride("tools", 9, LimitOverride.NO_END), "");

    assertThat(keys.limits()).extracting(KeyLimit::keyId).containsExactly(first, second);
    assertThat(keys.limits(first)).extracting(l -> l.override().count()).containsExactly(9L);
  }

  @Test
  void setLimit_reasonOfMostCharacters_isTaken() {
    String id = keys.create("acme", FORMAT).key().id();
    LimitOverride override = new LimitOverride("files", 7, LimitOverride.NO_END);

    keys.setLimit(id, override, "r".repeat(500));

    assertThatThrownBy(() -> keys.setLimit(id, override, "r".repeat(501)))
        .hasMessage("reason must have 0 to 500 characters: length=501");
  }

  @Test
  void setLimit_oneMoreThanMost_isRefused() {
    String id = keys.create("acme", FORMAT).key().id();
    for (int i = 0; i < 1_000; i++) {
      keys.setLimit(id, new LimitOverride("limit-" + i, 7, LimitOverride.NO_END), "");
    }
    keys.setLimit(id, new LimitOverride("limit-0", 8, LimitOverride.NO_END), "");

    assertThatThrownBy(
            () -> keys.setLimit(id, new LimitOverride("more", 7, LimitOverride.NO_END), ""))
        .hasMessage("key must have at most 1000 limits of its own: id=" + id);
    assertThat(keys.limits(id)).hasSize(1_000);
  }

  @Test
  void published_afterPublish_isTheSame() {
    PublishedPolicy first =
        new PublishedPolicy(
            "vg_key_",
            List.of(
                new PublishedLimit("tools", "tools", 500, Duration.ofHours(1)),
                new PublishedLimit("tools", "tools-burst", 10, Duration.ofSeconds(1))));
    PublishedPolicy second =
        new PublishedPolicy(
            "tg_key_", List.of(new PublishedLimit("other", "other", 1, Duration.ofHours(1))));

    assertThat(keys.published()).isEmpty();
    keys.publish(first);
    assertThat(keys.published()).contains(first);
    keys.publish(second);
    assertThat(keys.published()).contains(second);
  }

  @Test
  void open_newerDatabase_isRefused() {
    try (Database database = Database.open(data, Database.Missing.REFUSE)) {
      database.execute("PRAGMA user_version = 99");
    }

    assertThatThrownBy(() -> SqliteKeys.open(data, TICKER))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "database was written by a newer Tallygate; update this one: file=%s version=99 known=1"
                .formatted(data.resolve("tallygate.db")));
  }

  @Test
  void open_databaseOfSomethingElse_isRefused() {
    try (Database database = Database.open(data, Database.Missing.REFUSE)) {
      database.execute("PRAGMA application_id = 7");
    }

    assertThatThrownBy(() -> SqliteKeys.open(data, TICKER))
        .hasMessage(
            "database is not Tallygate's; take another folder: file="
                + data.resolve("tallygate.db"));
  }

  @Test
  void open_fileThatIsNoDatabase_isRefusedAndKept() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Path file = Files.writeString(other.resolve("tallygate.db"), "no database".repeat(100));

    assertThatThrownBy(() -> SqliteKeys.open(other, TICKER))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("database failed: file=" + file + " cause=[SQLITE_NOTADB]");
    assertThat(file).hasContent("no database".repeat(100));
  }

  @Test
  void openExisting_emptyFolder_isRefusedAndMakesNothing() {
    Path none = folder.resolve("none");

    assertThatThrownBy(() -> SqliteKeys.openExisting(none, TICKER))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "no tallygate.db here; `tallygate serve` or `tallygate key create` makes one: data="
                + none);
    assertThat(none).doesNotExist();
  }

  @Test
  void open_folderThatIsAFile_isRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> SqliteKeys.open(file, TICKER))
        .isInstanceOf(DataException.class)
        .hasMessage("data must be a folder that can be written: data=" + file);
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
