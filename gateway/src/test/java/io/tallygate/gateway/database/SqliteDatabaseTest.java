package io.tallygate.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract with SQLite, and what is its own: the files of the data folder. */
final class SqliteDatabaseTest extends StoreContract {

  @TempDir Path folder;

  @Override
  Location location() {
    return new Location.Folder(folder.resolve("data"));
  }

  private Path data() {
    return folder.resolve("data");
  }

  @Test
  void open_newFolder_isItsOwnersOnly() throws IOException {
    create("acme");

    assertThat(modeOf(data())).isEqualTo("rwx------");
    assertThat(filesOf(data()))
        .extracting(file -> file.getFileName().toString())
        .contains("tallygate.db", "tallygate.db-wal", "tallygate.db-shm");
    for (Path file : filesOf(data())) {
      assertThat(modeOf(file)).as(file.toString()).isEqualTo("rw-------");
    }
  }

  @Test
  void create_manyKeys_leavesNoSecretInAnyFile() throws IOException {
    pragma("synchronous = OFF"); // in haste
    SecretSearch search = new SecretSearch();

    search.issue(all);

    assertThat(filesOf(data()))
        .extracting(file -> file.getFileName().toString())
        .contains("tallygate.db", "tallygate.db-wal");
    search.assertNoneIn(filesOf(data()));
  }

  @Test
  void open_newerDatabase_isRefused() {
    pragma("user_version = 99");

    assertThatThrownBy(() -> Database.open(location()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "database was written by a newer Tallygate; update this one: file="
                + data().resolve("tallygate.db")
                + " version=99 known="
                + Migrations.LATEST);
  }

  @Test
  void open_databaseOfVersion2_takesItsLimitsForWindows() {
    PublishedPolicy written =
        new PublishedPolicy(
            "vg_key_", List.of(new PublishedLimit("tools", "tools", 500, Duration.ofHours(1))));
    all.publish(written);
    for (String step :
        List.of(
            "ALTER TABLE published_limit DROP COLUMN algorithm",
            "ALTER TABLE published_limit DROP COLUMN burst",
            "DROP TABLE usage_minute",
            "DROP TABLE usage_hour",
            "DROP TABLE usage_pair",
            "DROP TABLE usage_writer",
            "DROP TABLE webhook_delivery",
            "DROP TABLE webhook_message",
            "DROP TABLE webhook_endpoint",
            "DROP TABLE alert_told",
            "DROP INDEX api_key_expiry",
            "DELETE FROM tallygate_schema_history WHERE version <> '2'",
            "PRAGMA user_version = 2")) {
      database.once(handle -> handle.execute(step));
    }

    Database.open(location()).close();
    assertThat(all.published()).contains(written);
  }

  @Test
  void open_databaseOfBeforeTheRelease_isRefused() {
    pragma("user_version = 1");

    assertThatThrownBy(() -> Database.open(location()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "database was written before the first release and cannot be read; delete the data"
                + " folder or take another: file="
                + data().resolve("tallygate.db"));
  }

  @Test
  void open_databaseOfSomethingElse_isRefused() {
    pragma("application_id = 7");

    assertThatThrownBy(() -> Database.open(location()))
        .hasMessage(
            "database is not Tallygate's; take another folder: file="
                + data().resolve("tallygate.db"));
  }

  @Test
  void open_fileThatIsNoDatabase_isRefusedAndKept() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Path file = Files.writeString(other.resolve("tallygate.db"), "no database".repeat(100));

    assertThatThrownBy(() -> Database.open(new Location.Folder(other)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("database failed: file=" + file + " cause=[SQLITE_NOTADB]");
    assertThat(file).hasContent("no database".repeat(100));
  }

  @Test
  void openExisting_emptyFolder_isRefusedAndMakesNothing() {
    Path none = folder.resolve("none");

    assertThatThrownBy(() -> Database.openExisting(new Location.Folder(none)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "no tallygate.db here; `tallygate serve` or `tallygate key create` makes one: data="
                + none);
    assertThat(none).doesNotExist();
  }

  @Test
  void open_folderThatIsAFile_isRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> Database.open(new Location.Folder(file)))
        .isInstanceOf(DataException.class)
        .hasMessage("data must be a folder that can be written: data=" + file);
  }

  private void pragma(String setting) {
    database.once(handle -> handle.execute("PRAGMA " + setting));
  }

  private static String modeOf(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
