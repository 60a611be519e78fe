package io.tallygate.gateway.database;

import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.DataException.Reason;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** PostgreSQL, in the schema in which the user's tables are by default. */
final class PostgresBackend implements Backend {

  /** A server that is gone without a word is noticed by then. */
  private static final String SECONDS_MAX = "10";

  private static final String CONNECT_SECONDS_MAX = "5";

  private final Location.Postgres location;

  PostgresBackend(Location.Postgres location) {
    this.location = location;
  }

  @Override
  public void bringUpToDate(Missing missing) throws SQLException {
    try (Connection connection = connect()) {
      long version = version(connection, missing);
      if (version < Migrations.LATEST) {
        // Flyway takes an advisory lock, so processes do it one after the other.
        Map<String, String> properties = properties();
        properties.remove("socketTimeout"); // who waits for the lock is silent for long
        Location.Postgres.Login login = location.login();
        Migrations.run(
            Flyway.configure()
                .dataSource(url(), login.user(), login.password())
                .jdbcProperties(properties),
            "postgresql");
      }
    } catch (FlywayException e) {
      throw new DataException(
          Reason.UNAVAILABLE, "tables cannot be made: %s cause=%s".formatted(place(), cause(e)), e);
    }
  }

  private static String cause(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage()).lines().findFirst().orElse("");
  }

  private long version(Connection connection, Missing missing) throws SQLException {
    boolean isOurs = isOurs(connection);
    boolean isEmpty =
        !isOurs
            && number(
                    connection,
                    "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()")
                == 0;
    // Another process may have made the tables between the two looks.
    if (!isOurs && !isEmpty && !isOurs(connection)) {
      throw new DataException(
          Reason.UNAVAILABLE,
          "database has other tables; give Tallygate one of its own: " + place());
    }
    if (isEmpty && missing == Missing.REFUSE) {
      throw new DataException(
          Reason.UNAVAILABLE,
          "no tables here; `tallygate serve` or `tallygate key create` makes them: " + place());
    }
    if (isEmpty) {
      return 0;
    }
    long version =
        number(
            connection,
            "SELECT coalesce(max(version::integer), 0) FROM "
                + Migrations.HISTORY
                + " WHERE success");
    if (version > Migrations.LATEST) {
      throw new DataException(
          Reason.UNAVAILABLE,
          "database was written by a newer Tallygate; update this one: %s version=%s known=%s"
              .formatted(place(), version, Migrations.LATEST));
    }
    return version;
  }

  private static boolean isOurs(Connection connection) throws SQLException {
    return number(connection, "SELECT count(to_regclass('" + Migrations.HISTORY + "'))") > 0;
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  @Override
  public Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.putAll(properties());
    properties.setProperty("user", location.login().user());
    properties.setProperty("password", location.login().password());
    return DriverManager.getConnection(url(), properties);
  }

  private String url() {
    return "jdbc:postgresql://%s:%s/%s"
        .formatted(location.host(), location.port(), location.name());
  }

  private Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>();
    properties.put("connectTimeout", CONNECT_SECONDS_MAX);
    properties.put("loginTimeout", CONNECT_SECONDS_MAX);
    properties.put("socketTimeout", SECONDS_MAX);
    properties.put("tcpKeepAlive", "true");
    properties.put("ApplicationName", "tallygate");
    properties.put("logServerErrorDetail", "false"); // it repeats values
    if (!location.sslMode().isEmpty()) {
      properties.put("sslmode", location.sslMode());
    }
    return properties;
  }

  @Override
  public String beginWrite() {
    return "BEGIN";
  }

  @Override
  public String beginRead() {
    return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
  }

  @Override
  public boolean isStale() {
    return false;
  }

  @Override
  public String place() {
    return "db=" + location;
  }

  @Override
  public String setting() {
    return "--db?: db=" + location;
  }
}
