package io.tallygate.gateway.admin;

import io.tallygate.gateway.admin.AdminServer.Health;
import io.tallygate.gateway.admin.AdminServer.Kept;
import io.tallygate.gateway.admin.AdminServer.Place;
import io.tallygate.gateway.alert.AlertConfig.Destinations;
import io.tallygate.gateway.alert.Alerts;
import io.tallygate.gateway.coach.Finding;
import io.tallygate.gateway.coach.Finding.Figure;
import io.tallygate.gateway.coach.Practice;
import io.tallygate.gateway.coach.Review;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.database.Database;
import io.tallygate.gateway.database.LiveKeys;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.database.StoredAdministration;
import io.tallygate.gateway.database.StoredAlerts;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.DrainResult;
import io.tallygate.gateway.key.Levels;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.metrics.Scrape;
import io.tallygate.gateway.usage.CallerStanding;
import io.tallygate.gateway.usage.Counts;
import io.tallygate.gateway.usage.GroupStanding;
import io.tallygate.gateway.usage.LimitStanding;
import io.tallygate.gateway.usage.LiveUsage;
import io.tallygate.gateway.usage.Recorder;
import io.tallygate.gateway.usage.Usage;
import io.tallygate.gateway.usage.UsageHistory;
import io.tallygate.gateway.usage.UsageStore;
import io.tallygate.gateway.usage.trial.RecordedTrials;
import io.tallygate.gateway.usage.trial.Trials;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.policy.PolicyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** An admin server on a database of its own, with a token for each role. */
final class ApiFixture implements AutoCloseable {

  /** A group of which the server refuses to drain anything. */
  static final String UNDRAINABLE = "closed";

  static final Duration HOUR = Duration.ofHours(1);

  final HandTicker ticker = new HandTicker();
  final StoredAdministration all;
  private final Database database;
  final Contract contract;
  private final Path data;
  private final LiveKeys keys;
  private final Map<Role, String> tokens = new EnumMap<>(Role.class);
  private final List<AdminServer> others = new ArrayList<>();
  private final List<Recorder> recorders = new ArrayList<>();
  private volatile Runnable onDrain = () -> {};
  private AdminServer server;
  private ApiClient client;

  /**
   * @param data a folder that is not there yet
   */
  ApiFixture(Path data) {
    this.data = data;
    this.database = Database.open(location());
    this.all = new StoredAdministration(database, ticker, new Actor(Actor.Kind.COMMAND, "tester"));
    all.publish(
        new PublishedPolicy(
            "vg_key_",
            List.of(
                new PublishedLimit("tools", "tools", 500, HOUR),
                new PublishedLimit("tools", Limit.sliding("tools-sliding", 5_000, HOUR)),
                new PublishedLimit("tools", Limit.smooth("tools-smooth", 60, HOUR, 20)),
                new PublishedLimit("tools", Limit.inFlight("tools-at-once", 10)),
                new PublishedLimit(UNDRAINABLE, UNDRAINABLE, 1, HOUR))));
    for (Role role : Role.values()) {
      tokens.put(role, token(role, Life.NO_END));
    }
    this.keys = LiveKeys.open(location(), ticker);
    keys.onDrain(
        (key, group) -> {
          onDrain.run();
          return group.equals(UNDRAINABLE)
              ? new DrainResult.Refused("group cannot be drained")
              : new DrainResult.Drained(3);
        });
    this.server = serve();
    this.contract =
        new Contract(
            new ApiClient(server.address(), new Contract("{}"))
                .send(ApiRequest.of("GET", OpenApi.PATH))
                .body());
    this.client = new ApiClient(server.address(), contract);
  }

  private Location location() {
    return new Location.Folder(data);
  }

  private AdminServer serve() {
    return serve(new Place(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of()));
  }

  private Trials trials(UsageHistory usage) {
    PolicyFile enforced = PolicyFile.parse("policy", "other: 9/hour");
    return new RecordedTrials(() -> enforced, Duration.ofHours(1), usage, id -> Levels.NONE);
  }

  private AdminServer serve(Place place) {
    try {
      AdminStore store = store();
      UsageStore usage = store.usage();
      Recorder recorder = Recorder.start(usage, ticker);
      recorders.add(recorder);
      Usage told = new Usage(Optional.of(new LiveUsage(recorder, this::standing)), usage);
      return AdminServer.start(
          place,
          new Health(() -> "", accept -> new Scrape("text/plain", "metrics\n")),
          Optional.of(new Kept(store, told, trials(usage), ApiFixture::reviewed)),
          ticker);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What can be done with alerts. */
  Alerts alerts() {
    return new StoredAlerts(
        database, ticker, new Actor(Actor.Kind.COMMAND, "tester"), Destinations.PUBLIC);
  }

  private static Review reviewed(String key) {
    Finding finding =
        new Finding(
            Practice.BACK_OFF,
            "group tools",
            "retried 61 ms after a 429, 40 times, before its Retry-After was over",
            List.of(new Figure("retries", 40)));
    return new Review(key, Review.State.SEEN, 540, 1_790_000_000, List.of(finding));
  }

  /** As a gateway with one group and no counters has it. */
  private Optional<CallerStanding> standing(String caller) {
    try {
      String key = all.keys().get(caller).id();
      LimitStanding limit = new LimitStanding("tools", 500, 3, 3_600, 3_600);
      GroupStanding group = new GroupStanding("tools", "", List.of(limit), Counts.NONE);
      return Optional.of(new CallerStanding(key, 0, List.of(group)));
    } catch (DataException e) {
      return Optional.empty();
    }
  }

  /** The database as the API has it; to be closed. */
  AdminStore store() {
    return AdminStore.open(location(), ticker);
  }

  /** Ends the server and starts another one. */
  void restart() {
    server.close();
    server = serve();
    client = new ApiClient(server.address(), contract);
  }

  /** A second server on the same database. */
  ApiClient other() {
    AdminServer other = serve();
    others.add(other);
    return new ApiClient(other.address(), contract);
  }

  /** The port of a server that is reached from everywhere, by the name {@code admin.example}. */
  int everywhere() {
    AdminServer server =
        serve(new Place(new InetSocketAddress("0.0.0.0", 0), List.of("admin.example")));
    others.add(server);
    return server.address().getPort();
  }

  InetSocketAddress address() {
    return server.address();
  }

  /** What the gateway does at each drain, in the thread that all drains wait for. */
  void onDrain(Runnable work) {
    onDrain = work;
  }

  ApiClient client() {
    return client;
  }

  /** The secret of a token that has just this role. */
  String token(Role role) {
    return Objects.requireNonNull(tokens.get(role));
  }

  /** The secret of a new token. */
  String token(Role role, long expirySecond) {
    return all.tokens().create(role.name(), role, expirySecond).secret();
  }

  /** Does it while there is no database. */
  void withoutDatabase(Runnable work) {
    Path away = data.resolveSibling(data.getFileName() + "-away");
    try {
      Files.move(data, away);
      try {
        work.run();
      } finally {
        Files.move(away, data);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that the tables have. */
  String dump() {
    StringBuilder dump = new StringBuilder();
    for (String table :
        rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")) {
      dump.append(table).append('\n');
      rows("SELECT * FROM " + table).forEach(row -> dump.append("  ").append(row).append('\n'));
    }
    return dump.toString();
  }

  long count(String table) {
    return rows("SELECT * FROM " + table).size();
  }

  private List<String> rows(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          columns.add(String.valueOf(rows.getString(i)));
        }
        found.add(String.join("|", columns));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 5000");
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + data.resolve("tallygate.db"));
  }

  @Override
  public void close() {
    others.forEach(AdminServer::close);
    server.close();
    recorders.forEach(Recorder::close);
    keys.close();
    all.close();
  }
}
