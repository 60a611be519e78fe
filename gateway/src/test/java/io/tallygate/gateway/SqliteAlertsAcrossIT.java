package io.tallygate.gateway;

import io.tallygate.gateway.database.Location;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract with SQLite. */
final class SqliteAlertsAcrossIT extends AlertsAcrossContract {

  @TempDir Path folder;

  @Override
  Location location() {
    return new Location.Folder(folder);
  }
}
