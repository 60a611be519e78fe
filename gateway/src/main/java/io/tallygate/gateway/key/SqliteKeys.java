package io.tallygate.gateway.key;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.key.ApiKey.State;
import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.LimitOverride;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a data folder on disk: issued, revoked and given other limits here. What was done is
 * on the disk when a method returns; a running server sees it at once. Thread-safe.
 */
public final class SqliteKeys implements AutoCloseable {

  /** A folder holds at most this many keys, revoked ones included. */
  public static final int KEYS_MAX = 100_000;

  public static final int NAME_MAX = 100;
  public static final int REASON_MAX = 500;

  /** How long {@link #drain} waits for a server. */
  public static final Duration DRAIN_WAIT_MAX = Duration.ofSeconds(5);

  static final String ID_PREFIX = "key_";
  static final int ID_RANDOM_LENGTH = 12; // 71 bits: ids are no secrets, but never meet

  private static final Pattern ID = Pattern.compile(ID_PREFIX + "[0-9A-Za-z]{12}");
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]");

  private final Database database; // guarded by this
  private final Ticker ticker;
  private final SecureRandom random = new SecureRandom();

  private SqliteKeys(Database database, Ticker ticker) {
    this.database = database;
    this.ticker = ticker;
  }

  /**
   * Opens the keys of a folder; makes folder and database where there are none.
   *
   * @throws DataException if they cannot be read or written, or are a newer Tallygate's
   */
  public static SqliteKeys open(Path data, Ticker ticker) {
    return new SqliteKeys(Database.open(data, Database.Missing.CREATE), ticker);
  }

  /**
   * Opens the keys of a folder that must hold some already.
   *
   * @throws DataException if there is no database, or as {@link #open}
   */
  public static SqliteKeys openExisting(Path data, Ticker ticker) {
    return new SqliteKeys(Database.open(data, Database.Missing.REFUSE), ticker);
  }

  /** Whether a folder holds keys already. */
  public static boolean isIn(Path data) {
    return Files.exists(data.resolve(Database.FILE));
  }

  /** Whether a text has the form of a key's id. What has not may be a secret: do not repeat it. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /**
   * Issues a key.
   *
   * @param name for people: 1 to {@link #NAME_MAX} characters, no control characters
   * @throws DataException if there are {@link #KEYS_MAX}
   */
  public synchronized IssuedKey create(String name, KeyFormat format) {
    requireText("name", name, 1, NAME_MAX);
    String secret = format.issue(random);
    String id = ID_PREFIX + KeyFormat.random(random, ID_RANDOM_LENGTH);
    String lastFour = secret.substring(secret.length() - 4);
    long nowSecond = nowSecond();
    database.write(
        () -> {
          long keys = database.number("SELECT count(*) FROM api_key");
          if (keys >= KEYS_MAX) {
            throw new DataException("data must have at most " + KEYS_MAX + " keys: keys=" + keys);
          }
          return database.update(
              "INSERT INTO api_key (id, name, hash, last_four, created_second, change)"
                  + " VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(change), 0) + 1 FROM api_key))",
              id,
              name,
              KeyHash.of(secret).bytes(),
              lastFour,
              nowSecond);
        });
    return new IssuedKey(
        new ApiKey(id, name, lastFour, nowSecond, State.ACTIVE, List.of()), secret);
  }

  /** All keys, the oldest first. */
  public synchronized List<ApiKey> list() {
    return database.read(
        () -> {
          Map<String, List<LimitOverride>> overrides = new HashMap<>();
          for (KeyLimit limit : readLimits()) {
            overrides.computeIfAbsent(limit.keyId(), id -> new ArrayList<>()).add(limit.override());
          }
          return database.query(
              "SELECT id, name, last_four, created_second, revoked_second FROM api_key"
                  + " ORDER BY number",
              row -> readKey(row, overrides.getOrDefault(row.getString("id"), List.of())));
        });
  }

  /**
   * Ends a key for good. Revoking it again changes nothing.
   *
   * @return whether it was active
   * @throws DataException if there is no such key
   */
  public synchronized boolean revoke(String id) {
    return database.write(
        () -> {
          requireKey(id);
          return database.update(
                  "UPDATE api_key SET revoked_second = ?,"
                      + " change = (SELECT max(change) + 1 FROM api_key)"
                      + " WHERE id = ? AND revoked_second IS NULL",
                  nowSecond(),
                  id)
              > 0;
        });
  }

  /**
   * Gives a key a number of its own for a limit, in place of the one it may have been given before.
   *
   * @param reason for people: at most {@link #REASON_MAX} characters, no control characters
   * @throws DataException if there is no such key, or it has {@link Caller#OVERRIDES_MAX} already
   */
  public synchronized void setLimit(String id, LimitOverride override, String reason) {
    require(
        Limit.NAME.matcher(override.limit()).matches(),
        "limit must be the name of a limit: limit=%s",
        override.limit());
    requireText("reason", reason, 0, REASON_MAX);
    database.write(
        () -> {
          requireKey(id);
          database.update(
              "INSERT OR REPLACE INTO limit_override VALUES (?, ?, ?, ?, ?, ?)",
              id,
              override.limit(),
              override.count(),
              override.untilSecond(),
              reason,
              nowSecond());
          long overrides =
              database.number("SELECT count(*) FROM limit_override WHERE key_id = ?", id);
          if (overrides > Caller.OVERRIDES_MAX) {
            throw new DataException(
                "key must have at most %s limits of its own: id=%s"
                    .formatted(Caller.OVERRIDES_MAX, id));
          }
          return database.update(
              "UPDATE api_key SET change = (SELECT max(change) + 1 FROM api_key) WHERE id = ?", id);
        });
  }

  /** All limits of single keys, ended ones too. */
  public synchronized List<KeyLimit> limits() {
    return readLimits();
  }

  /**
   * The limits of one key, ended ones too.
   *
   * @throws DataException if there is no such key
   */
  public synchronized List<KeyLimit> limits(String id) {
    requireKey(id);
    return readLimits().stream().filter(limit -> limit.keyId().equals(id)).toList();
  }

  /**
   * Has the running server use up what is left of a key's windows, and waits until it has.
   *
   * @throws DataException if there is no such key, or no server answers in {@link #DRAIN_WAIT_MAX}
   */
  public synchronized DrainResult drain(String id, String group) {
    requireKey(id);
    return new DrainRequest(database, ticker).await(id, group);
  }

  /** Says to the commands what the running server enforces. */
  public synchronized void publish(PublishedPolicy policy) {
    database.write(
        () -> {
          database.update("DELETE FROM published_limit");
          for (PublishedLimit limit : policy.limits()) {
            database.update(
                "INSERT INTO published_limit (group_name, limit_name, count, period_seconds)"
                    + " VALUES (?, ?, ?, ?)",
                limit.group(),
                limit.name(),
                limit.count(),
                limit.period().toSeconds());
          }
          return database.update(
              "INSERT OR REPLACE INTO published_policy (number, key_prefix) VALUES (1, ?)",
              policy.keyPrefix());
        });
  }

  /** What a server last enforced with these keys; empty if none ever ran. */
  public synchronized Optional<PublishedPolicy> published() {
    return database.read(
        () -> {
          List<String> prefixes =
              database.query("SELECT key_prefix FROM published_policy", row -> row.getString(1));
          List<PublishedLimit> limits =
              database.query(
                  "SELECT * FROM published_limit ORDER BY number",
                  row ->
                      new PublishedLimit(
                          row.getString("group_name"),
                          row.getString("limit_name"),
                          row.getLong("count"),
                          Duration.ofSeconds(row.getLong("period_seconds"))));
          return prefixes.stream().map(prefix -> new PublishedPolicy(prefix, limits)).findFirst();
        });
  }

  private long nowSecond() {
    return ticker.wallMicros() / 1_000_000;
  }

  private List<KeyLimit> readLimits() {
    return database.query(
        "SELECT limit_override.* FROM limit_override JOIN api_key ON api_key.id = key_id"
            + " ORDER BY api_key.number, limit_name",
        row ->
            new KeyLimit(
                row.getString("key_id"),
                readOverride(row),
                row.getString("reason"),
                row.getLong("created_second")));
  }

  static LimitOverride readOverride(ResultSet row) throws SQLException {
    return new LimitOverride(
        row.getString("limit_name"), row.getLong("count"), row.getLong("until_second"));
  }

  static ApiKey readKey(ResultSet row, List<LimitOverride> overrides) throws SQLException {
    @Nullable Object revoked = row.getObject("revoked_second");
    return new ApiKey(
        row.getString("id"),
        row.getString("name"),
        row.getString("last_four"),
        row.getLong("created_second"),
        revoked == null ? State.ACTIVE : State.REVOKED,
        overrides);
  }

  private void requireKey(String id) {
    require(isId(id), "id must be %s and 12 letters or digits", ID_PREFIX);
    if (database.number("SELECT count(*) FROM api_key WHERE id = ?", id) == 0) {
      throw new DataException("no such key: id=" + id);
    }
  }

  private static void requireText(String what, String text, int lengthMin, int lengthMax) {
    require(
        text.length() >= lengthMin && text.length() <= lengthMax,
        "%s must have %s to %s characters: length=%s",
        what,
        lengthMin,
        lengthMax,
        text.length());
    require(
        !UNPRINTABLE.matcher(text).find(), "%s must have no control characters: %s", what, what);
  }

  @Override
  public synchronized void close() {
    database.close();
  }
}
