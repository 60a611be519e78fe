package io.tallygate.gateway.database;

import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.usage.Grain;
import io.tallygate.gateway.usage.GroupCounts;
import io.tallygate.gateway.usage.Moment;
import io.tallygate.gateway.usage.UsageBatch;
import io.tallygate.gateway.usage.UsageHistory;
import io.tallygate.gateway.usage.UsageQuery;
import io.tallygate.gateway.usage.UsageRow;
import io.tallygate.gateway.usage.UsageStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Usage in the database, added up over all gateways that write there. Thread-safe for one writer
 * and any number of readers, who do not wait for him.
 */
public final class StoredUsage implements UsageStore {

  /** Rows that one transaction deletes. */
  static final int DELETED_MAX = 5_000;

  /** Rows that one turn deletes. */
  static final long TURN_MAX = 20L * DELETED_MAX;

  private static final long COUNTED_EVERY_SECONDS = 3_600;
  private static final long PAIRS_EVERY_SECONDS = 86_400;
  private static final long WRITERS_KEPT_SECONDS = 2 * 86_400;
  private static final long CLAIMED_SECONDS = 9;
  private static final String TIDY = "tidy"; // no writer's name, which are UUIDs

  private final Reopened written;
  private final Reopened read;
  private final long rowsMax;
  private final AtomicLong cut = new AtomicLong();

  // Of the writer.
  private final PairTable pairs = new PairTable();
  private final UsageTable hours = UsageTable.of(Grain.HOUR);
  private final UsageTable minutes = UsageTable.of(Grain.MINUTE);
  private long room; // rows that may be added before they are to be counted again
  private long countedSecond;
  private long pairsSecond;

  /** A database that is opened again if another stands in its place. */
  private static final class Reopened {

    private final Location location;
    private Database database; // guarded by this

    Reopened(Location location) {
      this.location = location;
      this.database = Database.openExisting(location);
    }

    synchronized Database present() {
      if (!database.isWithin() && database.backend().isStale()) {
        Database now = Database.openExisting(location);
        database.close();
        database = now;
      }
      return database;
    }

    synchronized void close() {
      database.close();
    }
  }

  private StoredUsage(Location location, long rowsMax) {
    this.written = new Reopened(location);
    this.read = new Reopened(location);
    this.rowsMax = rowsMax;
  }

  /**
   * Opens a database whose tables are there.
   *
   * @throws io.tallygate.gateway.key.DataException if it cannot be used
   */
  public static StoredUsage open(Location location) {
    return new StoredUsage(location, UsageHistory.ROWS_MAX);
  }

  static StoredUsage open(Location location, long rowsMax) {
    return new StoredUsage(location, rowsMax);
  }

  @Override
  public void add(UsageBatch batch) {
    try {
      attempt(batch);
    } catch (PairGone e) {
      attempt(batch); // all pairs are looked for now
    }
    room -= batch.size();
  }

  /** Another process deleted a pair that had no rows, and that is known here. */
  private static final class PairGone extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PairGone(int rows, long known) {
      super("pairs of usage must be known: rows=%s known=%s".formatted(rows, known));
    }
  }

  private void attempt(UsageBatch batch) {
    boolean done = false;
    try {
      written.present().note(handle -> add(handle, batch));
      done = true;
    } finally {
      if (!done) {
        pairs.forget();
      }
    }
  }

  private boolean add(Handle handle, UsageBatch batch) {
    boolean isNew = begin(handle, batch);
    if (isNew) {
      pairs.make(handle, batch.hours());
      pairs.make(handle, batch.minutes());
      requireAll(batch.hours(), hours.add(handle, batch.hours()));
      requireAll(batch.minutes(), minutes.add(handle, batch.minutes()));
    }
    return isNew;
  }

  /** Whether the batch was not added before; its writer's batches come one after the other. */
  private static boolean begin(Handle handle, UsageBatch batch) {
    long second = batch.hours().stream().mapToLong(UsageRow::startSecond).max().orElse(0);
    return handle
            .createUpdate(
                """
                INSERT INTO usage_writer (id, batch, second) VALUES (:id, :batch, :second)
                ON CONFLICT (id) DO UPDATE SET batch = excluded.batch, second = excluded.second
                WHERE usage_writer.batch < excluded.batch
                """)
            .bind("id", batch.writer())
            .bind("batch", batch.number())
            .bind("second", second)
            .execute()
        == 1;
  }

  private static void requireAll(List<UsageRow> rows, long known) {
    if (known != rows.size()) {
      throw new PairGone(rows.size(), known);
    }
  }

  @Override
  public Page<UsageRow> rows(UsageQuery query, Page.Request page) {
    return reading(handle -> UsageTable.of(query.grain()).rows(handle, query, page));
  }

  @Override
  public List<GroupCounts> groups(UsageQuery query) {
    return reading(handle -> UsageTable.of(query.grain()).groups(handle, query));
  }

  @Override
  public Written written(UsageQuery query, String writer) {
    return reading(
        handle ->
            new Written(
                UsageTable.of(query.grain()).groups(handle, query), lastBatch(handle, writer)));
  }

  private static long lastBatch(Handle handle, String writer) {
    return handle
        .createQuery("SELECT batch FROM usage_writer WHERE id = :id")
        .bind("id", writer)
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  @Override
  public List<Moment> moments(UsageQuery query) {
    return reading(handle -> UsageTable.of(query.grain()).moments(handle, query));
  }

  private <T> T reading(Function<Handle, T> work) {
    return read.present().read(work);
  }

  @Override
  public boolean tidy(long second) {
    Database database = written.present();
    long hoursBefore = Grain.HOUR.start(second) - Grain.HOUR.keptSeconds();
    long minutesBefore = Grain.MINUTE.start(second) - Grain.MINUTE.keptSeconds();
    boolean isOld =
        database.once(
            handle ->
                hours.oldestSecond(handle) < hoursBefore
                    || minutes.oldestSecond(handle) < minutesBefore);
    long tooMany = isOld ? 0 : tooMany(database, second); // there will be fewer
    List<Long> unused = isOld || tooMany > 0 ? List.of() : unused(database, second);
    if ((!isOld && tooMany <= 0 && unused.isEmpty()) || !claim(database, second)) {
      return false; // nothing to do, or another gateway is at it
    }
    boolean more = tooMany > 0;
    if (isOld) {
      more = delete(database, hours, hoursBefore, TURN_MAX) == TURN_MAX;
      more |= delete(database, minutes, minutesBefore, TURN_MAX) == TURN_MAX;
    } else if (tooMany > 0) {
      cut.addAndGet(delete(database, oldest(database), Long.MAX_VALUE, tooMany));
    } else {
      deleteUnused(database, unused, second);
    }
    return more;
  }

  /** Has the deleting for some seconds, so that two do not delete what is one too many twice. */
  private static boolean claim(Database database, long second) {
    return database.note(
            handle ->
                handle
                    .createUpdate(
                        """
                        INSERT INTO usage_writer (id, batch, second) VALUES (:id, 0, :second)
                        ON CONFLICT (id) DO UPDATE SET second = excluded.second
                        WHERE abs(usage_writer.second - excluded.second) >= :seconds
                        """)
                    .bind("id", TIDY)
                    .bind("second", second)
                    .bind("seconds", CLAIMED_SECONDS)
                    .execute())
        == 1;
  }

  /** Deletes some rows, {@link #TURN_MAX} at most; returns how many. */
  private static long delete(Database database, UsageTable table, long beforeSecond, long max) {
    long wanted = Math.min(max, TURN_MAX);
    long deleted = 0;
    while (deleted < wanted) {
      int most = (int) Math.min(wanted - deleted, DELETED_MAX);
      int now = database.note(handle -> table.deleteOldest(handle, beforeSecond, most));
      deleted += now;
      if (now < most) {
        return deleted;
      }
    }
    return deleted;
  }

  /** How many rows are too many; counted now and then, for that takes a while. */
  private long tooMany(Database database, long second) {
    if (room <= 0 || Math.abs(second - countedSecond) >= COUNTED_EVERY_SECONDS) {
      countedSecond = second;
      room = rowsMax - database.once(handle -> hours.size(handle) + minutes.size(handle));
    }
    return -room;
  }

  private UsageTable oldest(Database database) {
    return database.once(handle -> hours.oldestSecond(handle) <= minutes.oldestSecond(handle))
        ? hours
        : minutes;
  }

  private List<Long> unused(Database database, long second) {
    if (Math.abs(second - pairsSecond) < PAIRS_EVERY_SECONDS) {
      return List.of();
    }
    pairsSecond = second;
    return database.once(handle -> PairTable.unused(handle, DELETED_MAX));
  }

  private void deleteUnused(Database database, List<Long> unused, long second) {
    database.note(
        handle -> {
          PairTable.deleteUnused(handle, unused);
          return handle
              .createUpdate("DELETE FROM usage_writer WHERE id <> :tidy AND second < :before")
              .bind("tidy", TIDY)
              .bind("before", second - WRITERS_KEPT_SECONDS)
              .execute();
        });
    pairs.forget();
  }

  @Override
  public long cut() {
    return cut.get();
  }

  @Override
  public void close() {
    written.close();
    read.close();
  }
}
