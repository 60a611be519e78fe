package io.tallygate.gateway.database;

import io.tallygate.gateway.database.Location.Postgres.Login;
import io.tallygate.testing.PostgresServer;

/** Databases of a test's own PostgreSQL. */
public final class OnServer {

  private OnServer() {}

  /** A new, empty one. */
  public static Location.Postgres database(PostgresServer server) {
    return location(server.database());
  }

  static Location.Postgres location(PostgresServer.Place place) {
    return new Location.Postgres(
        place.host(),
        place.port(),
        place.name(),
        new Login(place.user(), PostgresServer.PASSWORD),
        "");
  }
}
