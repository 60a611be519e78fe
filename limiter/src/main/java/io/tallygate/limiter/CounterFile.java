package io.tallygate.limiter;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.algorithm.Standing;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.storage.TableException;
import io.tallygate.limiter.table.Cursor;
import io.tallygate.limiter.table.TableResize;
import io.tallygate.limiter.table.TableView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A counter file, for tools. To check and to dump one maps it for reading only, so both may be done
 * while a server counts in it: not in the process that does, which asks its {@link Limiter}.
 * Thread-safe.
 *
 * <p>Every method throws {@link TableException} if the file is no counter file of this version, is
 * not as long as it says, or is damaged at its head; the message says which, and the way out.
 */
public final class CounterFile {

  private final Path path;
  private final Ticker ticker;

  private CounterFile(Path path, Ticker ticker) {
    this.path = path;
    this.ticker = ticker;
  }

  /** A file that is there, read at the time of this clock. */
  public static CounterFile of(Path path, Ticker ticker) {
    return new CounterFile(path, ticker);
  }

  /** How the file was left, or is being used. */
  public enum State {
    /** A process counts in it. */
    IN_USE,
    /** It was closed. */
    CLEAN,
    /** Its process died, the machine did not: nothing is lost. */
    PROCESS_DEATH,
    /** The machine died, or nobody can tell: what was counted since the last sync may be lost. */
    MACHINE_DEATH
  }

  /**
   * What a check found.
   *
   * @param counters how many find room for sure
   * @param live how many there are
   */
  public record Check(
      State state, int counters, long live, long fileBytes, Times times, Pages pages) {

    /** Whether nothing is wrong with any page or counter, or all that was is mended. */
    public boolean isWhole() {
      return pages.zero() == 0
          && pages.foreign() == 0
          && pages.impossibleCounters() == 0
          && pages.strayCounters() == 0;
    }
  }

  /**
   * Times that the file bears.
   *
   * @param lastSync when it was last known to be on the disk whole
   * @param last the last that its limiter told
   * @param denyUntil until when calls whose counters may have been lost are denied
   */
  public record Times(
      Optional<Instant> lastSync, Optional<Instant> last, Optional<Instant> denyUntil) {}

  /**
   * Pages, of 127 slots each, and what is wrong with them.
   *
   * @param all how many there are
   * @param zero pages of zeros: lost by a death of the machine; the next start makes them anew
   * @param remade pages that were lost, and that a start has made anew
   * @param foreign pages that are not the file's own
   * @param impossibleCounters slots that hold what no limit leaves there
   * @param strayCounters counters that stand where no call finds them
   */
  public record Pages(
      int all, int zero, int remade, int foreign, long impossibleCounters, long strayCounters) {}

  /**
   * One counter, as its file tells it without the policy.
   *
   * @param id 128 bits in hexadecimal: a keyed hash of caller and limit, which nobody can turn back
   * @param period of the open window
   * @param reset when the window ends, or the bucket is full again; empty for calls in flight
   * @param used units of the open window, or places in flight; empty where only the limit tells
   */
  public record Counter(
      String id,
      Algorithm algorithm,
      Duration period,
      Optional<Instant> reset,
      OptionalLong used) {}

  /** Is told how far a resize is. */
  public interface Progress {

    /** Of so many pages so many have been gone through. */
    void pages(int done, int all);
  }

  /** Looks at every page and every counter. */
  public Check check() {
    TableView view = TableView.open(path);
    long now = now(view);
    long[] live = {0};
    view.each(now, (cursor, unit) -> live[0]++);
    TableView.Findings found = view.findings(now);
    return new Check(
        State.valueOf(view.state().name()),
        LimiterConfig.counters(view.slots()),
        live[0],
        view.fileBytes(),
        new Times(
            instant(view.lastSyncMicros()),
            instant(view.timeMicros()),
            instant(view.denyUntilMicros() > now ? view.denyUntilMicros() : 0)),
        new Pages(
            view.pageCount(),
            found.zeroPages(),
            found.remadePages(),
            found.foreignPages(),
            found.impossibleSlots(),
            found.straySlots()));
  }

  /** Tells every counter that is not free, in the order of the file. */
  public void dump(Consumer<Counter> sink) {
    TableView view = TableView.open(path);
    long now = now(view);
    view.each(now, (cursor, unit) -> sink.accept(counter(cursor, now)));
  }

  /**
   * Gives the file room for another number of counters. No process may use it. Every counter that
   * is not free is kept, with all that it has counted; the old file is replaced at the very end,
   * whole, or not at all. Needs the room of both on the disk.
   *
   * @param counters {@link LimiterConfig#COUNTERS_MIN} to {@link LimiterConfig#COUNTERS_MAX}
   * @return how many counters were moved
   * @throws TableException also if a process uses the file, the counters are too few for those that
   *     are live, the disk is full, or the machine died since and no start has settled what was
   *     lost
   */
  public long resize(int counters, Progress progress) {
    require(
        counters >= LimiterConfig.COUNTERS_MIN && counters <= LimiterConfig.COUNTERS_MAX,
        "counters must be %s to %s: counters=%s",
        LimiterConfig.COUNTERS_MIN,
        LimiterConfig.COUNTERS_MAX,
        counters);
    long live = check().live();
    if (live > counters) {
      throw new TableException(
          "counters must be at least the live ones: file=%s counters=%s live=%s"
              .formatted(path, counters, live));
    }
    return TableResize.run(
        path, LimiterConfig.slots(counters), ticker.wallMicros(), progress::pages);
  }

  private long now(TableView view) {
    return Math.max(ticker.wallMicros(), view.timeMicros());
  }

  private static Counter counter(Cursor cursor, long nowMicros) {
    Standing standing = Standing.of(cursor.word(), cursor.tail(), nowMicros);
    return new Counter(
        "%016x%016x".formatted(cursor.idHigh(), cursor.idLow()),
        standing.algorithm(),
        Duration.ofSeconds(standing.periodSeconds()),
        instant(standing.endMicros()),
        standing.used() == Standing.UNKNOWN
            ? OptionalLong.empty()
            : OptionalLong.of(standing.used()));
  }

  private static Optional<Instant> instant(long micros) {
    return micros == 0
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000));
  }
}
