package io.tallygate.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.KnownKey;
import io.tallygate.limiter.clock.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract with SQLite, whose file can be moved away and put back. */
final class SqliteLiveKeysTest extends LiveKeysContract {

  @TempDir Path folder;

  @Override
  Location location() {
    return new Location.Folder(folder);
  }

  @Test
  void find_whileDatabaseIsGone_answersAsBefore() throws IOException {
    IssuedKey issued = create("acme");
    millisUntil(() -> live.find(issued.secret()) != null);

    Files.move(folder.resolve("tallygate.db"), folder.resolve("away.db"));
    millisUntil(() -> !live.trouble().isEmpty());
    assertThat(live.find(issued.secret())).isEqualTo(KnownKey.of(issued.key().id()));

    Files.move(folder.resolve("away.db"), folder.resolve("tallygate.db"));
    millisUntil(() -> live.trouble().isEmpty());
    assertThat(live.find(issued.secret())).isEqualTo(KnownKey.of(issued.key().id()));
  }

  @Test
  void find_afterDatabaseWasReplaced_knowsTheNewKeys() throws IOException {
    String old = create("old").secret();
    millisUntil(() -> live.find(old) != null);
    written.close();
    database.close();
    for (String file : List.of("tallygate.db", "tallygate.db-wal", "tallygate.db-shm")) {
      Files.deleteIfExists(folder.resolve(file));
    }

    written = administration(Ticker.SYSTEM);
    String fresh = create("new").secret();

    millisUntil(() -> live.find(fresh) != null);
    assertThat(live.find(old)).isNull();
    millisUntil(() -> live.trouble().isEmpty());
  }
}
