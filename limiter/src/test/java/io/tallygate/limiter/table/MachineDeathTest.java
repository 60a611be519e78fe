package io.tallygate.limiter.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.Call;
import io.tallygate.limiter.Caller;
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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * C2 and C3: what a death of the machine leaves is a file of which each 512-byte sector may come
 * from any moment since the last sync, and pages may be lost. A counter may have forgotten what was
 * admitted since the sync, and no more, unless its page was lost, which is told.
 */
final class MachineDeathTest {

  private static final int SEEDS = Integer.getInteger("deaths", 1_000);
  private static final int SECTOR = 512;
  private static final int CALLERS = 90;

  @TempDir private Path folder;
  private final FakeTicker ticker = new FakeTicker();
  private final SplittableRandom random = new SplittableRandom(17);
  private final List<Group> groups =
      List.of(
          group(new Limit("a", 9, Duration.ofSeconds(7))),
          group(Limit.sliding("b", 12, Duration.ofSeconds(5))),
          group(Limit.smooth("c", 20, Duration.ofSeconds(30), 8)),
          group(new Limit("d", 30, Duration.ofMinutes(2))));

  private static Group group(Limit limit) {
    return Group.of(limit.name(), List.of(limit), List.of());
  }

  private Limiter limiter(Path file) {
    TableConfig config = new TableConfig(file, TableConfig.NEVER, TableConfig.OnLost.ALLOW);
    return new Limiter(LimiterConfig.DEFAULT.withCounters(300).withTicker(ticker).withFile(config));
  }

  /** The counters of one limiter. */
  private final class Counters {

    final Limiter limiter;
    final List<LimitSet> limits = new ArrayList<>();
    final List<Caller> callers = new ArrayList<>();

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
      return decision.isAdmitted();
    }

    long remaining(int group, int caller) {
      Decision decision = new Decision();
      limiter.decide(Call.peek(callers.get(caller), limits.get(group)), decision);
      return decision.remaining(0);
    }
  }

  /** What is admitted from the sync on; with copies of the file at random moments. */
  private List<byte[]> load(Counters counters, Path file, long[][] since) throws IOException {
    List<byte[]> copies = new ArrayList<>();
    copies.add(Files.readAllBytes(file));
    int steps = 50 + random.nextInt(300);
    for (int step = 0; step < steps; step++) {
      int group = random.nextInt(groups.size());
      int caller = random.nextInt(CALLERS);
      since[group][caller] += counters.charge(group, caller) ? 1 : 0;
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

  private byte[] torn(List<byte[]> copies) {
    byte[] torn = new byte[copies.get(0).length];
    for (int at = 0; at < torn.length; at += SECTOR) {
      byte[] copy = copies.get(random.nextInt(copies.size()));
      System.arraycopy(copy, at, torn, at, SECTOR);
    }
    byte[] first = Arrays.copyOf(torn, TableHeader.BYTES);
    TableHeader header = new TableHeader(ByteBuffer.wrap(first), folder);
    header.begin(header.run(), new UUID(1, 1)); // of another boot
    System.arraycopy(first, 0, torn, 0, first.length);
    return torn;
  }

  /** Zeroes some pages; how many. */
  private int lose(byte[] torn) {
    int lost = 0;
    for (int at = TableHeader.BYTES; at < torn.length; at += Slot.PAGE_BYTES) {
      if (random.nextInt(3) == 0) {
        Arrays.fill(torn, at, at + Slot.PAGE_BYTES, (byte) 0);
        lost++;
      }
    }
    return lost;
  }

  @Test
  void open_sectorsOfAnyMomentSinceTheSync_forgetsNoMoreThanWasAdmittedSince() throws IOException {
    Path file = folder.resolve("counters");
    long forgotten = 0;
    long lostCounters = 0;
    try (Limiter running = limiter(file)) {
      Counters counters = new Counters(running);
      for (int seed = 0; seed < SEEDS; seed++) {
        long[][] since = new long[groups.size()][CALLERS];
        byte[] torn = torn(load(counters, file, since));
        int lostPages = seed % 4 == 0 ? lose(torn) : 0;
        Path left = Files.write(folder.resolve("left"), torn);
        try (Limiter found = limiter(left)) {
          Recovery recovery = Objects.requireNonNull(found.recovery());
          assertThat(recovery.kind()).isEqualTo(Recovery.Kind.MACHINE_DEATH);
          assertThat(recovery.lostPages()).isEqualTo(lostPages);
          long[] sums = compare(counters, new Counters(found), since, seed);
          forgotten += sums[0];
          lostCounters += sums[1];
          assertThat(sums[1]).as("seed=%s", seed).isLessThanOrEqualTo(lostPages * 127L);
        }
      }
    }
    assertThat(forgotten).as("the sectors were torn").isGreaterThan(SEEDS);
    assertThat(lostCounters).as("pages were lost").isGreaterThan(SEEDS);
  }

  /** How much was forgotten within the bound, and how many counters forgot more. */
  private long[] compare(Counters end, Counters found, long[][] since, int seed) {
    long[] sums = new long[2];
    for (int group = 0; group < groups.size(); group++) {
      long count = groups.get(group).limits().get(0).burst();
      for (int caller = 0; caller < CALLERS; caller++) {
        long over = found.remaining(group, caller) - end.remaining(group, caller);
        assertThat(over)
            .as("never less than was used at the end: seed=%s", seed)
            .isBetween(0L, count);
        boolean within = over <= since[group][caller];
        sums[within ? 0 : 1] += within ? over : 1;
      }
    }
    return sums;
  }
}
