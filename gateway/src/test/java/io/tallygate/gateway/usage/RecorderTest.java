package io.tallygate.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.Caller;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.LimiterConfig;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.policy.ErrorCode;
import io.tallygate.policy.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The recorder against a model that counts one call after the other. */
@Timeout(120)
final class RecorderTest {

  private static final long HOUR = 1_795_510_800 / 3_600 * 3_600;
  private static final int LOOPS = 4;

  private final TwoClocks clock = new TwoClocks(HOUR + 1_800);
  private final KeptInMemory store = new KeptInMemory();
  private final Recorder recorder = new Recorder(store, clock);
  private final Limiter limiter =
      new Limiter(LimiterConfig.DEFAULT.withCounters(1 << 14).withTicker(Ticker.SYSTEM));
  private final LimitSet things = limits("things");
  private final LimitSet other = limits("other");

  private LimitSet limits(String name) {
    Limit limit = new Limit(name, 10, Duration.ofHours(1));
    return limiter.limits(Group.of(name, List.of(limit), List.of()), WindowStart.FIRST_CALL);
  }

  @AfterEach
  void close() {
    limiter.close();
  }

  private Caller caller(String id) {
    return limiter.caller(Caller.Kind.KEY, id, List.of());
  }

  /** What one loop calls, counted in the plainest way. */
  private final class Loop implements Callable<Map<String, Counts>> {

    private final Random random;
    private final Map<String, Counts> model = new TreeMap<>();
    private final TestCall call = new TestCall();

    Loop(long seed) {
      this.random = new Random(seed);
    }

    @Override
    public Map<String, Counts> call() {
      for (int i = 0; i < 50_000; i++) {
        // Over three hours, and the bounds between them.
        long second = HOUR + random.nextInt(3 * 3_600);
        call.at(second);
        if (random.nextInt(10) == 0) {
          ErrorCode code = random.nextBoolean() ? ErrorCode.KEY_BLOCKED : null;
          call.uncounted(random.nextBoolean() ? "key_b" : "", "things", code);
        } else {
          Caller caller = caller("key_" + random.nextInt(300));
          int status = random.nextInt(5) == 0 ? 502 : 200;
          call.decided(limiter, caller, random.nextBoolean() ? things : other, status);
        }
        add(second);
        recorder.ended(call);
      }
      return model;
    }

    private void add(long second) {
      boolean admitted = call.answered() == null;
      boolean failed = admitted && call.status() >= 500;
      Counts one = new Counts(admitted ? 1 : 0, admitted ? 0 : 1, failed ? 1 : 0);
      long start = second / 3_600 * 3_600;
      model.merge(KeptInMemory.at("", call.group(), start), one, Counts::plus);
      if (!call.identity().isEmpty()) {
        model.merge(KeptInMemory.at(call.identity(), call.group(), start), one, Counts::plus);
      }
    }
  }

  @Test
  void ended_onSeveralLoopsWhileOthersGatherAndWrite_addsUpExactly() throws Exception {
    ExecutorService loops = Executors.newFixedThreadPool(LOOPS);
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService gathering = Executors.newSingleThreadExecutor();
    Map<String, Counts> expected = new TreeMap<>();
    try {
      Future<Integer> gathered = gathering.submit(() -> gatherUntil(stop));
      List<Callable<Map<String, Counts>>> work = new ArrayList<>();
      for (int i = 0; i < LOOPS; i++) {
        work.add(new Loop(i));
      }
      for (Future<Map<String, Counts>> model : loops.invokeAll(work)) {
        model.get().forEach((at, counts) -> expected.merge(at, counts, Counts::plus));
      }
      stop.set(true);
      assertThat(gathered.get()).as("gathered while calls came").isGreaterThan(10);
    } finally {
      loops.shutdown();
      gathering.shutdown();
    }
    recorder.gather();
    assertThat(recorder.write()).isTrue();

    assertThat(new TreeMap<>(store.hours)).isEqualTo(expected);
    assertThat(sum(store.minutes)).as("few callers: all have minutes").isEqualTo(sum(expected));
    Counts all =
        recorder.gathered().totals().stream()
            .map(GroupCounts::counts)
            .reduce(Counts.NONE, Counts::plus);
    assertThat(all.calls()).isEqualTo(LOOPS * 50_000L);
    assertThat(all.refused()).isPositive();
    assertThat(all.failed()).isPositive();
  }

  private int gatherUntil(AtomicBoolean stop) {
    int times = 0;
    while (!stop.get()) {
      recorder.gather();
      store.down = times % 3 == 1;
      store.losesAnswer = times % 3 == 2;
      recorder.write();
      times++;
    }
    store.down = false;
    store.losesAnswer = false;
    return times;
  }

  private static Counts sum(Map<String, Counts> rows) {
    return rows.values().stream().reduce(Counts.NONE, Counts::plus);
  }

  @Test
  void write_databaseDownThenUp_writesAllOnceInOneTransaction() {
    TestCall call = new TestCall().at(HOUR);
    store.down = true;
    for (int i = 0; i < 5; i++) {
      recorder.ended(call.uncounted("key_a", "things", null));
      recorder.gather();
      assertThat(recorder.write()).isFalse();
    }
    assertThat(recorder.gathered().waitingCalls()).isEqualTo(5);
    store.down = false;
    store.losesAnswer = true;
    assertThat(recorder.write()).isFalse();
    assertThat(recorder.write()).isTrue();

    assertThat(store.hours)
        .containsEntry(KeptInMemory.at("key_a", "things", HOUR), new Counts(5, 0, 0));
    assertThat(store.transactions).as("the first batch, and what came after").isEqualTo(2);
    assertThat(recorder.gathered().waitingCalls()).isZero();
  }

  @Test
  void ended_moreCallersThanFit_areCountedAsLostAndTotalsNotAboveTheRoom() {
    TestCall call = new TestCall().at(HOUR);
    for (int i = 0; i < Batch.CELLS_MAX + 7; i++) {
      recorder.ended(call.uncounted("key_" + i, "things", null));
    }
    recorder.gather();

    assertThat(recorder.dropped()).isEqualTo(7);
    assertThat(recorder.waiting()).isEqualTo(Batch.CELLS_MAX);
  }

  @Test
  void minutes_ofTheBusiest_areWrittenAndOfOthersNot() {
    TestCall call = new TestCall().at(HOUR);
    for (int i = 0; i < Gathered.BUSIEST_MAX + 500; i++) {
      int times = i < Gathered.BUSIEST_MAX ? 2 : 1;
      for (int j = 0; j < times; j++) {
        recorder.ended(call.uncounted("key_" + i, "things", null));
      }
    }
    recorder.gather();
    recorder.write();

    assertThat(store.hours).hasSize(Gathered.BUSIEST_MAX + 500 + 1);
    assertThat(store.minutes).hasSize(Gathered.BUSIEST_MAX + 1);
    assertThat(store.minutes)
        .containsKey(KeptInMemory.at("key_0", "things", HOUR))
        .containsEntry(KeptInMemory.at("", "things", HOUR), new Counts(2_500, 0, 0));
  }

  @Test
  void clock_setBackAndForth_losesNoCall() {
    TestCall call = new TestCall();
    for (long second : List.of(HOUR, HOUR - 86_400, HOUR + 7_200, HOUR)) {
      clock.wallSecond = second;
      clock.steadySecond++;
      recorder.ended(call.at(second).uncounted("key_a", "things", null));
      recorder.gather();
      recorder.write();
    }

    assertThat(store.hours)
        .containsEntry(KeptInMemory.at("key_a", "things", HOUR), new Counts(2, 0, 0))
        .containsEntry(KeptInMemory.at("key_a", "things", HOUR - 86_400), new Counts(1, 0, 0))
        .containsEntry(KeptInMemory.at("key_a", "things", HOUR + 7_200), new Counts(1, 0, 0));
  }

  @Test
  void group_renamed_isAnotherAndTheOldOneStays() {
    TestCall call = new TestCall().at(HOUR);
    recorder.ended(call.uncounted("key_a", "things", null));
    recorder.ended(call.uncounted("key_a", "items", null));
    recorder.gather();
    recorder.write();

    assertThat(store.hours)
        .containsKey(KeptInMemory.at("key_a", "things", HOUR))
        .containsKey(KeptInMemory.at("key_a", "items", HOUR));
  }

  @Test
  void page_readByAKey_isNoCall() {
    recorder.ended(new TestCall().at(HOUR).uncounted("key_a", Gate.PAGE.name(), null));
    recorder.gather();
    recorder.write();

    assertThat(store.hours).isEmpty();
  }

  @Test
  void refusals_ofACaller_areTheLastOnesWithoutPathOrWord() {
    Caller caller = caller("key_a");
    TestCall call = new TestCall();
    for (int i = 0; i < 10 + UsageNow.REFUSALS_MAX + 5; i++) {
      recorder.ended(
          call.by(i % 2 == 0 ? "GET" : "\u001b[2J")
              .at(HOUR + i)
              .decided(limiter, caller, things, 200));
      recorder.gather();
    }

    List<RefusedCall> last = recorder.gathered().lastRefusals("key_a");
    assertThat(last).hasSize(UsageNow.REFUSALS_MAX);
    assertThat(last.get(0))
        .isEqualTo(
            new RefusedCall(
                (HOUR + 34) * 1_000_000, "GET", "/v1/things/{id}", "things", "rate_limited"));
    assertThat(last.get(1).method()).isEqualTo("?");
    assertThat(last).extracting(RefusedCall::micros).isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(recorder.gathered().lastRefusals("key_b")).isEmpty();
  }

  @Test
  void refusals_ofManyCallers_areBoundedAndTheLastOnesStay() {
    TestCall call = new TestCall().at(HOUR);
    for (int i = 0; i < LastRefusals.CALLERS_MAX + 10; i++) {
      recorder.ended(call.uncounted("key_" + i, "things", ErrorCode.KEY_BLOCKED));
      if (i % 1_000 == 0) {
        recorder.gather();
      }
    }
    recorder.gather();

    assertThat(recorder.gathered().lastRefusals("key_9")).isEmpty();
    assertThat(recorder.gathered().lastRefusals("key_10")).hasSize(1);
    assertThat(recorder.gathered().lastRefusals("key_" + (LastRefusals.CALLERS_MAX + 9)))
        .hasSize(1);
  }

  @Test
  void nearest_halfUsed_isToldUntilTheWindowEnds() {
    Caller caller = caller("key_a");
    TestCall call = new TestCall().at(HOUR);
    for (int i = 0; i < 4; i++) {
      recorder.ended(call.decided(limiter, caller, things, 200));
    }
    recorder.gather();
    assertThat(recorder.gathered().nearest(10)).isEmpty();
    recorder.ended(call.decided(limiter, caller, things, 200));
    clock.wallSecond = Ticker.SYSTEM.wallMicros() / 1_000_000;
    recorder.gather();
    assertThat(recorder.gathered().nearest(10)).containsExactly(new Pair("key_a", "things"));
    clock.wallSecond += 3_601;
    recorder.ended(call.decided(limiter, caller("key_b"), things, 200));
    recorder.gather();
    assertThat(recorder.gathered().nearest(10)).isEmpty();
  }

  @Test
  void standing_beforeAndAfterAWrite_hasTheSameHour() {
    LiveUsage usage = usageOfKeyA();
    TestCall call = new TestCall().at(HOUR + 1_800);
    recorder.ended(call.uncounted("key_a", "things", null));
    recorder.ended(call.uncounted("key_a", "things", ErrorCode.KEY_BLOCKED));

    assertThat(hour(usage)).isEqualTo(new Counts(1, 1, 0));
    recorder.write();
    assertThat(hour(usage)).isEqualTo(new Counts(1, 1, 0));
    recorder.ended(call.uncounted("key_a", "things", null));
    assertThat(hour(usage)).isEqualTo(new Counts(2, 1, 0));
    assertThat(usage.standing("key_none")).isEmpty();
    assertThat(usage.heaviest(1)).containsExactly(new HeavyCaller("key_a", 3, 0));
  }

  private LiveUsage usageOfKeyA() {
    LimitStanding limit = new LimitStanding("things", 10, 2, 3_600, 0);
    GroupStanding group = new GroupStanding("things", "", List.of(limit), Counts.NONE);
    return new LiveUsage(
        recorder,
        id ->
            id.equals("key_a")
                ? Optional.of(new CallerStanding(id, 0, List.of(group)))
                : Optional.empty());
  }

  @Test
  void standing_whileABatchCommits_hasEachCallOnce() {
    LiveUsage usage = usageOfKeyA();
    List<Counts> seen = new ArrayList<>();
    store.onCommitted = () -> seen.add(hour(usage));
    recorder.ended(new TestCall().at(HOUR + 1_800).uncounted("key_a", "things", null));
    recorder.gather();
    recorder.write();

    assertThat(seen).containsExactly(new Counts(1, 0, 0));
  }

  @Test
  void standing_afterAWriteWhoseAnswerWasLost_hasEachCallOnce() {
    LiveUsage usage = usageOfKeyA();
    TestCall call = new TestCall().at(HOUR + 1_800);
    recorder.ended(call.uncounted("key_a", "things", null));
    store.down = true;
    recorder.gather();
    assertThat(recorder.write()).isFalse();
    assertThat(hour(usage)).as("handed out, and not there").isEqualTo(new Counts(1, 0, 0));
    store.down = false;
    store.losesAnswer = true;
    assertThat(recorder.write()).isFalse();
    recorder.ended(call.uncounted("key_a", "things", null));

    assertThat(hour(usage)).as("there, and not known to be").isEqualTo(new Counts(2, 0, 0));
  }

  @Test
  void standing_whenABatchIsWrittenInBetween_isReadAgain() {
    LiveUsage usage = usageOfKeyA();
    recorder.ended(new TestCall().at(HOUR + 1_800).uncounted("key_a", "things", null));
    store.beforeRead = recorder::write;

    assertThat(hour(usage)).isEqualTo(new Counts(1, 0, 0));
    assertThat(store.transactions).isEqualTo(1);
  }

  private static Counts hour(LiveUsage usage) {
    return usage.standing("key_a").orElseThrow().groups().get(0).hour();
  }

  @Test
  void close_afterCalls_writesThem() {
    for (int i = 0; i < 200; i++) { // how the threads end differs from time to time
      KeptInMemory kept = new KeptInMemory();
      Recorder running = Recorder.start(kept, clock);
      running.ended(new TestCall().at(HOUR).uncounted("key_a", "things", null));
      running.close();

      assertThat(kept.hours).containsKey(KeptInMemory.at("key_a", "things", HOUR));
      assertThat(kept.closed).isTrue();
    }
  }
}
