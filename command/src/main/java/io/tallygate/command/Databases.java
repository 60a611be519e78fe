package io.tallygate.command;

import io.tallygate.gateway.database.Location;

/** The database that is set: the one of the data folder, or a PostgreSQL server's. */
final class Databases {

  private Databases() {}

  static Location location(Settings settings) {
    return settings.isSet(Setting.DB)
        ? settings.database(Setting.DB)
        : new Location.Folder(settings.path(Setting.DATA));
  }
}
