package io.tallygate.limiter.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.Call;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.CounterFile;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.LimiterConfig;
import io.tallygate.limiter.Outcome;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.limiter.storage.Recovery;
import io.tallygate.limiter.storage.TableConfig;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That a restart with many counters decides within a second, however it was left, and by the
 * counters. Prints how long it took.
 */
final class RestartTest {

  private static final int MANY = 5_000_000;
  private static final int SOME = 200_000;
  private static final Duration LONGEST = Duration.ofSeconds(1);

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("counters.tally");
  }

  private static LimiterConfig config(Path file, int counters) {
    return LimiterConfig.DEFAULT.withCounters(counters).withFile(TableConfig.of(file));
  }

  private static Outcome decide(Limiter limiter, int caller) {
    Group group =
        Group.of(
            "all",
            List.of(new Limit("all", 2, Duration.ofHours(10))),
            List.of(Endpoint.parse("GET /a")));
    LimitSet limits = limiter.limits(group, WindowStart.FIRST_CALL);
    Caller who = limiter.caller(Caller.Kind.KEY, "key" + caller, List.of());
    Decision decision = new Decision();
    limiter.decide(new Call(who, limits, 2, Call.Mode.CHARGE), decision);
    return decision.outcome();
  }

  @Test
  void restart_manyCounters_decidesWithinASecondAndByThem() throws IOException {
    restart(SOME);
  }

  @Test
  @Tag("long")
  void restart_fiveMillionCounters_decidesWithinASecondAndByThem() throws IOException {
    restart(MANY);
  }

  private void restart(int counters) throws IOException {
    Path killed = folder.resolve("killed");
    Path died = folder.resolve("died");
    try (Limiter limiter = timed("create", () -> new Limiter(config(file(), counters)))) {
      for (int i = 0; i < counters; i++) {
        if (decide(limiter, i) != Outcome.ADMITTED) { // an assertion is too slow for millions
          throw new AssertionError("found no room: caller=" + i);
        }
      }
      assertThat(limiter.countLive()).isEqualTo(counters);
      Files.copy(file(), killed);
      Files.copy(file(), died);
    }
    otherBoot(died);
    System.err.printf("restart: counters=%d bytes=%d%n", counters, Files.size(file()));
    restart("closed", file(), Recovery.Kind.CLEAN);
    restart("process killed", killed, Recovery.Kind.PROCESS_DEATH);
    restart("machine died", died, Recovery.Kind.MACHINE_DEATH);
    CounterFile tool = CounterFile.of(killed, Ticker.SYSTEM);
    assertThat(timed("check", tool::check).live()).isEqualTo(counters);
    long kept = timed("resize", () -> tool.resize(counters / 5 * 6, (done, all) -> {}));
    assertThat(kept).isEqualTo(counters);
    restart("resized", killed, Recovery.Kind.CLEAN);
  }

  private static void restart(String how, Path file, Recovery.Kind kind) {
    Supplier<Limiter> start =
        () -> {
          Limiter limiter = new Limiter(config(file, SOME));
          assertThat(decide(limiter, SOME - 1)).isEqualTo(Outcome.REFUSED);
          return limiter;
        };
    long startNanos = Ticker.SYSTEM.monotonicNanos();
    try (Limiter limiter = timed(how + ", to the first decision", start)) {
      assertThat(Duration.ofNanos(Ticker.SYSTEM.monotonicNanos() - startNanos))
          .as(how)
          .isLessThan(LONGEST);
      assertThat(Objects.requireNonNull(limiter.recovery()).kind()).isEqualTo(kind);
      for (int i = 0; i < SOME; i += 100) {
        assertThat(decide(limiter, i)).isEqualTo(Outcome.REFUSED);
      }
    }
  }

  private static <T> T timed(String what, Supplier<T> work) {
    long startNanos = Ticker.SYSTEM.monotonicNanos();
    T result = work.get();
    long micros = (Ticker.SYSTEM.monotonicNanos() - startNanos) / 1_000;
    System.err.printf("restart: %s %.1f ms%n", what, micros / 1_000.0);
    return result;
  }

  private static void otherBoot(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] first = new byte[TableHeader.BYTES];
      bytes.readFully(first);
      TableHeader header = new TableHeader(ByteBuffer.wrap(first), file);
      header.begin(header.run(), new UUID(1, 1));
      bytes.seek(0);
      bytes.write(first);
    }
  }
}
