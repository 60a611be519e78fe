package io.tallygate.limiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.limiter.clock.FakeTicker;
import io.tallygate.limiter.clock.LimiterClock;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one thread sees of a limiter, promise by promise; a random run is LimiterPropertyTest. */
final class LimiterTest {

  private static final long START = FakeTicker.START_SECOND; // the tests start half a second later
  private static final int PERIOD = 10;

  private final FakeTicker ticker = new FakeTicker();
  private final LimiterConfig config = LimiterConfig.DEFAULT.withCounters(64).withTicker(ticker);
  private final Limiter limiter = new Limiter(config);
  private final Caller caller = caller("key_1");
  private final LimitSet three = limits(3);

  private Caller caller(String id) {
    return limiter.caller(Caller.Kind.KEY, id, List.of());
  }

  private LimitSet limits(long... counts) {
    return limits(WindowStart.FIRST_CALL, counts);
  }

  private LimitSet limits(WindowStart start, long... counts) {
    return limiter.limits(group(counts), start);
  }

  /** The first limit has {@link #PERIOD} seconds, each further one twice as many. */
  private static Group group(long... counts) {
    List<Limit> limits = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      String name = i == 0 ? "tools" : "tools-" + i;
      limits.add(new Limit(name, counts[i], Duration.ofSeconds(PERIOD << i)));
    }
    return Group.of("tools", limits, List.of());
  }

  private Decision decide(LimitSet limits, long cost, Call.Mode mode) {
    Decision decision = new Decision();
    limiter.decide(new Call(caller, limits, cost, mode), decision);
    return decision;
  }

  private Decision charge(LimitSet limits, long cost) {
    return decide(limits, cost, Call.Mode.CHARGE);
  }

  private Decision peek(LimitSet limits) {
    return decide(limits, 0, Call.Mode.PEEK);
  }

  @Test
  void window_firstCall_startsAtTheSecondOfTheFirstAdmittedCall() {
    assertThat(charge(three, 1).resetSecond(0)).isEqualTo(START + PERIOD);
    ticker.advance(Duration.ofMillis(9_499));

    assertThat(charge(three, 1).remaining(0)).as("the last millisecond").isEqualTo(1);
    ticker.advance(Duration.ofMillis(1));
    Decision atReset = charge(three, 1);
    assertThat(atReset.remaining(0)).isEqualTo(2);
    assertThat(atReset.resetSecond(0)).isEqualTo(START + 2 * PERIOD);
  }

  @Test
  void window_clock_startsAtAMultipleOfThePeriod() {
    LimitSet clock = limits(WindowStart.CLOCK, 3);
    long end = (START / PERIOD + 1) * PERIOD; // in 2.5 s

    assertThat(charge(clock, 3).resetSecond(0)).isEqualTo(end);
    ticker.advance(Duration.ofMillis(2_499));
    assertThat(charge(clock, 1).outcome()).isEqualTo(Outcome.REFUSED);
    ticker.advance(Duration.ofMillis(1));
    assertThat(charge(clock, 1).resetSecond(0)).isEqualTo(end + PERIOD);
  }

  @Test
  void window_refusalPeekAndCostZero_openNone() {
    charge(three, 4);
    charge(three, 0);
    decide(three, 1, Call.Mode.PEEK);
    assertThat(limiter.countLive()).isZero();
    ticker.advance(Duration.ofSeconds(5));

    Decision none = peek(three);
    assertThat(none.remaining(0)).isEqualTo(3);
    assertThat(none.resetSecond(0)).isEqualTo(START + 5 + PERIOD);
    assertThat(none.waitSeconds(0)).isEqualTo(PERIOD);
  }

  @ParameterizedTest
  @EnumSource(WindowStart.class)
  void window_anyIntervalOfItsLength_admitsAtMostTwiceTheLimit(WindowStart start) {
    LimitSet limits = limits(start, 3);
    List<Long> admittedMillis = new ArrayList<>();
    long most = 0;
    for (long millis = 0; millis < 120_000; millis += 250) {
      // Calls come in bursts around the ends of windows.
      if (millis % 10_000 >= 9_000 || millis % 10_000 <= 3_000) {
        if (charge(limits, 1).isAdmitted()) {
          admittedMillis.add(millis);
        }
      }
      long now = millis;
      most = Math.max(most, admittedMillis.stream().filter(at -> at > now - 10_000).count());
      ticker.advance(Duration.ofMillis(250));
    }

    assertThat(most).isBetween(4L, 6L);
  }

  @Test
  void refusal_changesNothing() {
    LimitSet pair = limits(3, 5);
    charge(pair, 2);
    Answer before = peek(pair).copy();
    for (int i = 0; i < 1_000; i++) {
      assertThat(charge(pair, 2).outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(charge(pair, Call.COST_MAX).outcome()).isEqualTo(Outcome.REFUSED);
    }

    assertThat(peek(pair).copy()).isEqualTo(before);
    assertThat(charge(pair, 1).isAdmitted()).as("a small call fits still").isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 1_000_000_000, 0xFFFF_FFFEL, 0xFFFF_FFFFL})
  void cost_overTheLimit_isNeverAdmitted(long cost) {
    Decision decision = charge(three, cost);

    assertThat(decision.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(decision.isNever(0)).isTrue();
    assertThat(decision.remaining(0)).isEqualTo(3);
    assertThat(limiter.countLive()).isZero();
  }

  @Test
  void cost_wholeLimit_isAdmittedOnce() {
    LimitSet most = limits(Limit.COUNT_MAX);

    assertThat(charge(most, Limit.COUNT_MAX).isAdmitted()).isTrue();
    Decision second = charge(most, 1);
    assertThat(second.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(second.isNever(0)).isFalse();
    ticker.advance(Duration.ofDays(3_653));
    assertThat(charge(most, Limit.COUNT_MAX).remaining(0)).as("ten years on").isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, 0x1_0000_0000L, Long.MAX_VALUE})
  void cost_outOfRange_isNoCall(long cost) {
    assertThatThrownBy(() -> new Call(caller, three, cost, Call.Mode.CHARGE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cost must be 0 to 4294967295: cost=" + cost);
  }

  /** A limiter whose coarse time stands where the test leaves it. */
  private Limiter lagging(AtomicLong coarseMicros) {
    return new Limiter(config, new LimiterClock(ticker), coarseMicros::get);
  }

  private Decision charge(Limiter lagging, long cost) {
    Decision decision = new Decision();
    lagging.decide(new Call(caller, three, cost, Call.Mode.CHARGE), decision);
    return decision;
  }

  @Test
  void decide_coarseTimeLags_readsThePreciseTimeBeforeItRefuses() {
    AtomicLong coarse = new AtomicLong(ticker.wallMicros());
    Limiter lagging = lagging(coarse);
    charge(lagging, 3);
    assertThat(charge(lagging, 1).waitSeconds(0)).isEqualTo(PERIOD);
    ticker.advance(Duration.ofMillis(9_500));

    Decision decision = charge(lagging, 1);
    assertThat(decision.outcome()).isEqualTo(Outcome.ADMITTED);
    assertThat(decision.resetSecond(0)).isEqualTo(START + 2 * PERIOD);
  }

  @Test
  void decide_coarseTimeLags_readsThePreciseTimeBeforeItOpensAWindow() {
    AtomicLong coarse = new AtomicLong(ticker.wallMicros());
    Limiter lagging = lagging(coarse);
    ticker.advance(Duration.ofMillis(500));

    assertThat(charge(lagging, 1).resetSecond(0)).isEqualTo(START + 1 + PERIOD);
    long readings = ticker.readings();
    assertThat(charge(lagging, 1).remaining(0)).isEqualTo(1);
    assertThat(ticker.readings()).as("an open window is charged unread").isEqualTo(readings);
  }

  @Test
  void decide_wallOutOfRange_throwsAndCountsNothing() {
    charge(three, 1);
    ticker.setWallTo(LimiterClock.SECOND_MAX + 1);
    assertThatThrownBy(() -> charge(three, 1)).isInstanceOf(IllegalStateException.class);
    ticker.setWallTo(START + 1);

    assertThat(peek(three).remaining(0)).isEqualTo(2);
  }

  @Test
  void decide_wallSetBackAnHour_blocksNobodyAndResetsNothingEarly() {
    charge(three, 3);
    ticker.setWallBy(Duration.ofHours(-1));
    Decision refused = charge(three, 1);
    long wait = refused.waitSeconds(0);

    assertThat(wait).as("9.5 s at nine tenths").isEqualTo(11);
    assertThat(refused.resetSecond(0)).as("by the wall").isEqualTo(START - 3_600 + 12);
    ticker.advance(Duration.ofSeconds(wait - 1));
    assertThat(charge(three, 1).outcome()).isEqualTo(Outcome.REFUSED);
    ticker.advance(Duration.ofSeconds(1));
    assertThat(charge(three, 1).outcome()).isEqualTo(Outcome.ADMITTED);
  }

  @Test
  void giveBack_sameWindow_raisesRemainingByTheCostOnce() {
    charge(three, 1);
    Decision decision = charge(three, 2);
    limiter.giveBack(decision);
    limiter.giveBack(decision);

    assertThat(decision.remaining(0)).isEqualTo(2);
    assertThat(peek(three).remaining(0)).isEqualTo(2);
  }

  @Test
  void giveBack_nextWindow_changesNothing() {
    Decision decision = charge(three, 1);
    ticker.advance(Duration.ofSeconds(PERIOD));
    charge(three, 2);
    limiter.giveBack(decision);

    assertThat(peek(three).remaining(0)).isEqualTo(1);
  }

  @Test
  void giveBack_nothingCharged_changesNothing() {
    Decision free = charge(three, 0); // has no slot to give back to
    Decision refused = charge(three, 4);
    Decision peeked = decide(three, 1, Call.Mode.PEEK);
    charge(three, 1);
    limiter.giveBack(free);
    limiter.giveBack(refused);
    limiter.giveBack(peeked);
    limiter.giveBack(new Decision());

    assertThat(peek(three).remaining(0)).isEqualTo(2);
  }

  @Test
  void giveBack_carrierUsedAgain_belongsToTheNewCall() {
    Decision decision = charge(three, 1);
    limiter.decide(new Call(caller, three, 2, Call.Mode.CHARGE), decision);
    limiter.giveBack(decision);

    assertThat(peek(three).remaining(0)).isEqualTo(2);
  }

  @Test
  void severalLimits_oneRefuses_noneIsCharged() {
    charge(limits(3, 9, 2), 2);
    assertThat(charge(limits(3, 9, 2), 1).outcome()).isEqualTo(Outcome.REFUSED);

    Decision each = peek(limits(3, 9, 2));
    assertThat(each.remaining(0)).isEqualTo(1);
    assertThat(each.remaining(1)).isEqualTo(7);
    assertThat(each.remaining(2)).isZero();
  }

  @Test
  void severalLimits_oneFindsNoSlot_theOthersAreGivenBack() {
    Limiter small = new Limiter(config.withCounters(16));
    LimitSet one = small.limits(Group.of("one", named("one"), List.of()), WindowStart.FIRST_CALL);
    LimitSet many = small.limits(group(5, 5, 5), WindowStart.FIRST_CALL);
    Decision decision = new Decision();
    for (int i = 0; i < small.slots() - 1; i++) {
      small.decide(Call.of(caller("other_" + i), one), decision);
    }
    small.decide(Call.of(caller, many), decision);

    assertThat(decision.outcome()).isEqualTo(Outcome.COUNTERS_FULL);
    for (int i = 0; i < 3; i++) {
      assertThat(decision.remaining(i)).isEqualTo(5);
    }
    small.decide(Call.peek(caller, many), decision);
    assertThat(decision.remaining(0)).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({
    // the limits' numbers, of which 10 are used; cost | shown
    "13, 19, 16,  1, 0", // the fewest left
    "13, 19, 12,  1, 2",
    "13, 13, 13,  1, 2", // as few left: the later reset
    "10, 10, 16,  1, 1", // of those that refuse the one that frees last
    "10, 10, 10,  1, 2",
    "10, 19, 11,  5, 2", // so although it has more left
    "13, 19, 16, 14, 0", // 14 never fits 13: later than any window
    "19, 13, 16, 14, 1",
  })
  void shown_ofThreeLimits_isTheOneThatMatters(long a, long b, long c, long cost, int shown) {
    charge(limits(100, 100, 100), 10);

    assertThat(decide(limits(a, b, c), cost, Call.Mode.PEEK).shown()).isEqualTo(shown);
  }

  @Test
  void edit_lowerOrRaiseTheNumber_bindsAtOnceAndKeepsTheCount() {
    charge(limits(10), 6);

    assertThat(charge(limits(4), 1).outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(peek(limits(4)).remaining(0)).isZero();
    assertThat(charge(limits(8), 1).remaining(0)).isEqualTo(1);
    assertThat(peek(limits(10)).remaining(0)).isEqualTo(3);
  }

  @Test
  void edit_newPeriod_holdsFromTheNextWindow() {
    charge(three, 1);
    Limit longer = new Limit("tools", 3, Duration.ofSeconds(60));
    LimitSet edited =
        limiter.limits(Group.of("tools", List.of(longer), List.of()), WindowStart.FIRST_CALL);

    assertThat(charge(edited, 1).resetSecond(0)).isEqualTo(START + PERIOD);
    ticker.advance(Duration.ofMillis(9_500));
    assertThat(charge(edited, 1).resetSecond(0)).isEqualTo(START + PERIOD + 60);
  }

  private static List<Limit> named(String name) {
    return List.of(new Limit(name, 5, Duration.ofHours(1)));
  }

  @Test
  void copy_carrierUsedAgain_staysAsItWas() {
    Decision decision = charge(three, 1);
    Answer first = decision.copy();
    assertThat(first).isEqualTo(decision.copy()).hasSameHashCodeAs(decision.copy());
    limiter.decide(new Call(caller, three, 1, Call.Mode.CHARGE), decision);

    assertThat(first.shown().remaining()).isEqualTo(2);
    assertThat(decision.copy()).isNotEqualTo(first);
    assertThatThrownBy(() -> first.limits().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void decision_nothingDecided_saysSo() {
    assertThatThrownBy(() -> new Decision().call())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("nothing was decided yet");
  }

  @Test
  void decide_clockOutOfRange_leavesNothingOfTheCallBeforeToGiveBack() {
    Decision decision = charge(three, 1);
    ticker.setWallTo(LimiterClock.SECOND_MAX + 1);

    assertThatThrownBy(() -> limiter.decide(caller, three, decision))
        .isInstanceOf(IllegalStateException.class);
    ticker.setWallTo(START);
    limiter.giveBack(decision);

    assertThat(decision.isAdmitted()).isFalse();
    assertThat(peek(three).remaining(0)).isEqualTo(2);
  }
}
