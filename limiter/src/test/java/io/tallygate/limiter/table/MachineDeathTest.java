package io.tallygate.limiter.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.limiter.Call;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.CounterFile;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.LimiterConfig;
import io.tallygate.limiter.clock.FakeTicker;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.limiter.storage.Recovery;
import io.tallygate.limiter.storage.TableConfig;
import io.tallygate.limiter.storage.TableConfig.OnLost;
import io.tallygate.limiter.storage.TableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * C2 and C3: what a death of the machine leaves is a file of which each 512-byte sector may come
 * from any moment since the last sync; and worse, see {@link Wreck}. What is then admitted too much
 * is at most what the start line and {@code table check} say, from the same two numbers: since when
 * counters may be lost, and how many pages are. Or the file is refused. It never counts from 0
 * without a word.
 */
final class MachineDeathTest {

  private static final List<Wreck> WRECKS = List.of(Wreck.values());
  private static final int SEEDS = Integer.getInteger("deaths", 1_000);
  private static final int CALLERS = 90;
  private static final int HOLDERS = 20; // callers that have calls in flight
  private static final long PLACES = 3;
  private static final int FLYING = 4; // the last group

  @TempDir private Path folder;
  private final FakeTicker ticker = new FakeTicker();
  private final SplittableRandom random = new SplittableRandom(17);
  private final List<Group> groups =
      List.of(
          group(new Limit("a", 9, Duration.ofSeconds(7))),
          group(Limit.sliding("b", 12, Duration.ofSeconds(5))),
          group(Limit.smooth("c", 20, Duration.ofSeconds(30), 8)),
          group(new Limit("d", 30, Duration.ofMinutes(2))),
          group(Limit.inFlight("e", PLACES)));

  private final List<Admitted> log = new ArrayList<>(); // since the sync before the last
  private final Map<Wreck, Integer> seen = new EnumMap<>(Wreck.class);
  private long forgotten;
  private long lostCounters;
  private long held; // places, when the machine died

  private record Admitted(long micros, int group, int caller) {}

  private static Group group(Limit limit) {
    return Group.of(limit.name(), List.of(limit), List.of());
  }

  private Limiter limiter(Path file, OnLost onLost) {
    TableConfig config = new TableConfig(file, TableConfig.NEVER, onLost);
    return new Limiter(LimiterConfig.DEFAULT.withCounters(420).withTicker(ticker).withFile(config));
  }

  private int callers(int group) {
    return group == FLYING ? HOLDERS : CALLERS;
  }

  /** The counters of one limiter. */
  private final class Counters {

    final Limiter limiter;
    final List<LimitSet> limits = new ArrayList<>();
    final List<Caller> callers = new ArrayList<>();
    final List<Decision> underWay = new ArrayList<>();

    Counters(Limiter limiter) {
      this.limiter = limiter;
      groups.forEach(group -> limits.add(limiter.limits(group, WindowStart.FIRST_CALL)));
      for (int i = 0; i < CALLERS; i++) {
        callers.add(limiter.caller(Caller.Kind.KEY, "key_" + i, List.of()));
      }
    }

    boolean charge(int group, int caller) {
      Decision decision = new Decision();
      limiter.decide(Call.of(callers.get(caller), limits.get(group)), decision);
      if (decision.isAdmitted() && group == FLYING) {
        underWay.add(decision);
      }
      return decision.isAdmitted();
    }

    long remaining(int group, int caller) {
      Decision decision = new Decision();
      limiter.decide(Call.peek(callers.get(caller), limits.get(group)), decision);
      return decision.remaining(0);
    }

    /** How many calls are admitted now, until one is not. */
    long drain(int group, int caller) {
      long admitted = 0;
      while (charge(group, caller)) {
        admitted++;
      }
      return admitted;
    }
  }

  /** Calls of a while; with copies of the file at random moments. */
  private List<byte[]> load(Counters counters, Path file) throws IOException {
    List<byte[]> copies = new ArrayList<>();
    copies.add(Files.readAllBytes(file));
    int steps = 50 + random.nextInt(300);
    for (int step = 0; step < steps; step++) {
      int group = random.nextInt(groups.size());
      int caller = random.nextInt(callers(group));
      if (counters.charge(group, caller)) {
        log.add(new Admitted(ticker.wallMicros(), group, caller));
      }
      if (counters.underWay.size() > HOLDERS) {
        counters.limiter.end(counters.underWay.remove(random.nextInt(HOLDERS)));
      }
      if (random.nextInt(8) == 0) {
        ticker.advance(Duration.ofMillis(random.nextInt(400)));
      }
      if (random.nextInt(120) == 0) {
        copies.add(Files.readAllBytes(file));
      }
    }
    copies.add(Files.readAllBytes(file));
    return copies;
  }

  @Test
  void open_afterTheMachineDied_admitsNoMoreThanIsSaid() throws IOException {
    Path file = folder.resolve("counters");
    Wreckage wreckage = new Wreckage(random);
    try (Limiter running = limiter(file, OnLost.ALLOW)) {
      Counters counters = new Counters(running);
      byte[] made = Files.readAllBytes(file);
      long syncBefore = 0;
      long sync = 0;
      for (int seed = 0; seed < SEEDS; seed++) {
        long from = syncBefore;
        log.removeIf(admitted -> admitted.micros() < from);
        ticker.advance(Duration.ofMillis(1));
        syncBefore = sync;
        sync = ticker.wallMicros();
        List<byte[]> copies = load(counters, file);
        boolean never = random.nextInt(5) == 0; // was it synced
        if (never) {
          copies.add(made);
        }
        byte[] torn =
            Wreckage.ofAnotherBoot(
                wreckage.torn(copies), never ? new long[0] : new long[] {syncBefore, sync});
        Wreck wreck = WRECKS.get(seed % WRECKS.size());
        Path left = Files.write(folder.resolve("left"), wreckage.of(wreck, torn));
        seen.merge(wreck, 1, Integer::sum);
        if (wreck.isRefused(wreckage.at())) {
          assertRefused(left, where(seed, wreck));
        } else {
          assertWithinWhatIsSaid(counters, left, wreckage.lostPages(), where(seed, wreck));
        }
      }
    }
    assertThat(seen).containsOnlyKeys(WRECKS);
    assertThat(forgotten).as("the sectors were torn").isGreaterThan(SEEDS);
    assertThat(lostCounters).as("pages were lost").isGreaterThan(SEEDS / 10);
    assertThat(held).as("places were taken").isGreaterThan(SEEDS);
  }

  private static String where(int seed, Wreck wreck) {
    return "seed=" + seed + " wreck=" + wreck;
  }

  private void assertRefused(Path left, String where) throws IOException {
    byte[] before = Files.readAllBytes(left);
    assertThatThrownBy(() -> limiter(left, OnLost.ALLOW))
        .as(where)
        .isInstanceOf(TableException.class)
        .hasMessageContaining("; move it away, and a new one is made, which counts from 0");
    assertThat(isWhole(left)).as(where).isFalse();
    assertThat(Files.readAllBytes(left)).as(where).isEqualTo(before);
  }

  private boolean isWhole(Path left) {
    try {
      return CounterFile.of(left, ticker).check().isWhole();
    } catch (TableException e) {
      return false;
    }
  }

  private void assertWithinWhatIsSaid(Counters end, Path left, int lostPages, String where) {
    CounterFile.Check check = CounterFile.of(left, ticker).check();
    assertThat(check.state()).as(where).isEqualTo(CounterFile.State.MACHINE_DEATH);
    assertThat(check.pages().zero()).as(where).isEqualTo(lostPages);
    OnLost onLost = random.nextBoolean() ? OnLost.ALLOW : OnLost.DENY;
    try (Limiter limiter = limiter(left, onLost)) {
      Recovery said = Objects.requireNonNull(limiter.recovery());
      assertThat(said.kind()).as(where).isEqualTo(Recovery.Kind.MACHINE_DEATH);
      assertThat(said.lostPages()).as(where).isEqualTo(lostPages);
      long checked = check.times().lastSync().map(MachineDeathTest::micros).orElse(0L);
      assertThat(checked).as(where).isEqualTo(said.lastSyncMicros());
      boolean denied = said.denyUntilMicros() > 0;
      assertThat(denied).as(where).isEqualTo(lostPages > 0 && onLost == OnLost.DENY);
      Counters found = new Counters(limiter);
      long lost = compare(end, found, said, where);
      assertThat(lost)
          .as("no counter of a page that is there: %s", where)
          .isLessThanOrEqualTo(denied ? 0 : 127L * said.lostPages());
      lostCounters += lost;
      for (int caller = 0; caller < HOLDERS; caller++) {
        held += PLACES - end.remaining(FLYING, caller);
        long free = found.drain(FLYING, caller);
        assertThat(free).as("%s caller=%s", where, caller).isBetween(denied ? 0L : PLACES, PLACES);
      }
    }
  }

  private static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }

  /**
   * How many counters admit more than is said of those whose page is there: what was admitted since
   * the last sync, or one limit if there was none. Those of lost pages have one limit too.
   */
  private long compare(Counters end, Counters found, Recovery said, String where) {
    long since = said.lastSyncMicros();
    long[][] admittedSince = new long[FLYING][CALLERS];
    for (Admitted admitted : log) {
      if (admitted.group() != FLYING && admitted.micros() >= since) {
        admittedSince[admitted.group()][admitted.caller()]++;
      }
    }
    long lost = 0;
    for (int group = 0; group < FLYING; group++) {
      long limit = groups.get(group).limits().get(0).burst();
      for (int caller = 0; caller < CALLERS; caller++) {
        long over = found.drain(group, caller) - end.remaining(group, caller);
        boolean denied = said.denyUntilMicros() > 0;
        assertThat(over)
            .as("%s group=%s caller=%s", where, group, caller)
            .isBetween(denied ? -limit : 0L, limit);
        boolean within = over <= (since == 0 ? limit : admittedSince[group][caller]);
        forgotten += within && over > 0 ? over : 0;
        lost += within ? 0 : 1;
      }
    }
    return lost;
  }
}
