package io.tallygate.gateway.database;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract with SQLite. */
final class SqliteManyRowsTest extends ManyRowsContract {

  @TempDir Path folder;

  @Override
  Location location() {
    return new Location.Folder(folder);
  }
}
