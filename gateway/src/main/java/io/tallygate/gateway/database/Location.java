package io.tallygate.gateway.database;

import static io.tallygate.limiter.check.Checks.require;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/** Where a database is. */
public sealed interface Location {

  /**
   * A SQLite file in the data folder.
   *
   * @param data must have no question mark, behind which SQLite reads settings
   */
  record Folder(Path data) implements Location {

    public Folder {
      require(data.toString().indexOf('?') < 0, "data must have no question mark: data=%s", data);
    }

    @Override
    public String toString() {
      return data.toString();
    }
  }

  /**
   * A database of a PostgreSQL server.
   *
   * @param sslMode as PostgreSQL's own programs name it; empty for the driver's default, which is
   *     to use TLS where the server has it
   */
  record Postgres(String host, int port, String name, Login login, String sslMode)
      implements Location {

    public static final int DEFAULT_PORT = 5432;

    private static final Set<String> SSL_MODES =
        Set.of("", "disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /** Who logs in. */
    public record Login(String user, String password) {

      /** For logs: never the password. */
      @Override
      public String toString() {
        return user;
      }
    }

    public Postgres {
      require(SSL_MODES.contains(sslMode), "db must have a known sslmode, such as require");
      require(
          host.matches("[A-Za-z0-9._:\\[\\]-]{1,255}"),
          "db must have a host: postgres://…@host/name");
      require(port >= 1 && port <= 65_535, "db must have a port from 1 to 65535: port=%s", port);
      require(
          name.matches("[A-Za-z0-9_.-]{1,63}"),
          "db must name a database, 1 to 63 of A-Z a-z 0-9 _ . -: postgres://…@host/name");
      require(!login.user().isEmpty(), "db must have a user: postgres://user:password@host/name");
    }

    /** For people and logs: never the password. */
    @Override
    public String toString() {
      return "postgres://%s@%s:%s/%s".formatted(login.user(), host, port, name);
    }
  }

  /**
   * Reads {@code postgres://user:password@host:port/name}. User and password may be
   * percent-encoded; {@code ?sslmode=require} may follow. Messages repeat nothing of it, for it
   * bears a password.
   */
  static Postgres postgres(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "db must be postgres://user:password@host:port/name;"
              + " percent-encode what else stands in user or password"); // the cause repeats it
    }
    boolean isPostgres = "postgres".equals(uri.getScheme()) || "postgresql".equals(uri.getScheme());
    String login = uri.getRawUserInfo();
    require(
        isPostgres && uri.getHost() != null && login != null && uri.getRawFragment() == null,
        "db must be postgres://user:password@host:port/name");
    int colon = login.indexOf(':');
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    require(query.matches("(sslmode=[a-z-]+)?"), "db must have no parameter but sslmode");
    String path = uri.getRawPath();
    return new Postgres(
        uri.getHost(),
        uri.getPort() < 0 ? Postgres.DEFAULT_PORT : uri.getPort(),
        path.isEmpty() ? "" : path.substring(1),
        new Postgres.Login(
            decoded(colon < 0 ? login : login.substring(0, colon)),
            colon < 0 ? "" : decoded(login.substring(colon + 1))),
        query.isEmpty() ? "" : query.substring("sslmode=".length()));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
