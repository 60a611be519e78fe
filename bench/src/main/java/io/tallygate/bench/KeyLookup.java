package io.tallygate.bench;

import io.tallygate.gateway.database.Database;
import io.tallygate.gateway.database.LiveKeys;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.KeyHash;
import io.tallygate.gateway.key.KnownKey;
import io.tallygate.gateway.key.Life;
import io.tallygate.limiter.clock.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the look-up of a key adds to a decision: from the caller's token to the key, its state and
 * its rules. Run by {@code java -cp bench/target/bench.jar org.openjdk.jmh.Main KeyLookup}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class KeyLookup {

  @Param("100000")
  public int keys = 100_000;

  private @Nullable Path folder;
  private @Nullable LiveKeys live;
  private String[] secrets = {};
  private int next;

  @Setup(Level.Trial)
  public void open() throws IOException, SQLException {
    folder = Files.createTempDirectory("tallygate-bench-");
    Location location = new Location.Folder(folder);
    Database.open(location).close();
    KeyFormat format = new KeyFormat("vg_key_");
    issue(folder, format);
    live = LiveKeys.open(location, Ticker.SYSTEM);
    live.format(format);
    if (live.size() != keys || live.find(secrets[keys / 2]) == null) {
      throw new IllegalStateException("all keys must be known: known=" + live.size());
    }
  }

  /** All in one transaction: issued one by one they would take a quarter of an hour. */
  private void issue(Path data, KeyFormat format) throws SQLException {
    SecureRandom random = new SecureRandom();
    secrets = new String[keys];
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("tallygate.db"));
        PreparedStatement key =
            connection.prepareStatement(
                "INSERT INTO api_key (id, name, name_folded, metadata, last_four, state,"
                    + " created_second, expiry_second, change)"
                    + " VALUES (?, 'bench', 'bench', '{}', '0000', 'ACTIVE', 0, ?, 1)");
        PreparedStatement secret =
            connection.prepareStatement("INSERT INTO key_secret VALUES (?, ?, ?)")) {
      connection.setAutoCommit(false);
      for (int i = 0; i < keys; i++) {
        secrets[i] = format.issue(random);
        key.setString(1, "key_%012d".formatted(i));
        key.setLong(2, Life.NO_END);
        key.executeUpdate();
        secret.setBytes(1, KeyHash.of(secrets[i]).bytes());
        secret.setString(2, "key_%012d".formatted(i));
        secret.setLong(3, Life.NO_END);
        secret.executeUpdate();
      }
      connection.commit();
    }
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    if (live != null) {
      live.close();
    }
    if (folder != null) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  /** Each call another key, so no cache is warm for it. */
  @Benchmark
  public @Nullable KnownKey find() {
    LiveKeys known = live;
    next = (next + 7_919) % secrets.length; // prime: all keys come before one comes again
    return known == null ? null : known.find(secrets[next]);
  }

  /** A token with a wrong checksum: refused without a look-up. */
  @Benchmark
  public @Nullable KnownKey findMistyped() {
    LiveKeys known = live;
    return known == null ? null : known.find("vg_key_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18");
  }
}
