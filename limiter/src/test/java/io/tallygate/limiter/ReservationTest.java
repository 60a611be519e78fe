package io.tallygate.limiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.limiter.Settlement.Kind;
import io.tallygate.limiter.clock.FakeTicker;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Charging by an estimate, and setting it right when it is known what was used. */
final class ReservationTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  private final FakeTicker ticker = new FakeTicker();
  private final Limiter limiter =
      new Limiter(LimiterConfig.DEFAULT.withCounters(1_000).withTicker(ticker));
  private final Caller caller = limiter.caller(Caller.Kind.KEY, "key_1", List.of());

  @AfterEach
  void close() {
    limiter.close();
  }

  private LimitSet limits(Limit... limits) {
    return limiter.limits(
        Group.of(limits[0].name(), List.of(limits), List.of()), WindowStart.FIRST_CALL);
  }

  private final LimitSet tokens = limits(new Limit("tokens", 100, HOUR));

  private Reservation reserve(LimitSet limits, long estimate) {
    return limiter.reserve(new Call(caller, limits, estimate, Call.Mode.CHARGE), DEADLINE);
  }

  private long remaining(LimitSet limits, int index) {
    Decision decision = new Decision();
    limiter.decide(Call.peek(caller, limits), decision);
    return decision.remaining(index);
  }

  @Test
  void reserve_chargesTheEstimate_andCommitSetsItRight() {
    Reservation reservation = reserve(tokens, 60);
    assertThat(reservation.decision().outcome()).isEqualTo(Outcome.ADMITTED);
    assertThat(remaining(tokens, 0)).isEqualTo(40);

    assertThat(reservation.commit(25)).isEqualTo(new Settlement(Kind.COMMITTED, 25, 0));
    assertThat(remaining(tokens, 0)).isEqualTo(75);
  }

  @Test
  void reserve_moreThanIsLeft_isRefusedAndChargesNothing() {
    reserve(tokens, 60);
    Reservation refused = reserve(tokens, 41);

    assertThat(refused.decision().outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(refused.commit(41)).isEqualTo(new Settlement(Kind.REFUSED, 0, 0));
    assertThat(refused.cancel().kind()).isEqualTo(Kind.REFUSED);
    assertThat(remaining(tokens, 0)).isEqualTo(40);
  }

  @Test
  void cancel_givesAllBack() {
    Reservation reservation = reserve(tokens, 60);

    assertThat(reservation.cancel()).isEqualTo(new Settlement(Kind.CANCELLED, 0, 0));
    assertThat(remaining(tokens, 0)).isEqualTo(100);
  }

  @Test
  void commit_aSecondTime_returnsTheFirstResult() {
    Reservation reservation = reserve(tokens, 60);
    Settlement first = reservation.commit(25);

    assertThat(reservation.commit(99)).isEqualTo(first);
    assertThat(reservation.cancel()).isEqualTo(first);
    assertThat(remaining(tokens, 0)).isEqualTo(75);
  }

  @Test
  void commit_overrun_chargesWhatIsLeftAndSaysTheRest() {
    Reservation reservation = reserve(tokens, 60);
    reserve(tokens, 30);

    assertThat(reservation.commit(75)).isEqualTo(new Settlement(Kind.COMMITTED, 70, 5));
    assertThat(remaining(tokens, 0)).isZero();
  }

  @Test
  void commit_afterTheWindow_givesNothingBackToTheNext() {
    Reservation reservation = limiter.reserve(call(tokens, 60), Duration.ofHours(2));
    ticker.advance(HOUR.plusSeconds(1));
    reserve(tokens, 10);

    assertThat(reservation.commit(5)).isEqualTo(new Settlement(Kind.COMMITTED, 5, 0));
    assertThat(remaining(tokens, 0)).isEqualTo(90);
  }

  private Call call(LimitSet limits, long cost) {
    return new Call(caller, limits, cost, Call.Mode.CHARGE);
  }

  @Test
  void deadline_withoutAWord_theEstimateStays() {
    Reservation reservation = reserve(tokens, 60);
    ticker.advance(DEADLINE);

    assertThat(reservation.commit(5)).isEqualTo(new Settlement(Kind.EXPIRED, 60, 0));
    assertThat(remaining(tokens, 0)).isEqualTo(40);
  }

  @Test
  void deadline_freesThePlaceInFlight() {
    LimitSet one = limits(Limit.inFlight("at-once", 1));
    Reservation reservation = reserve(one, 7);
    assertThat(remaining(one, 0)).isZero();
    assertThat(reserve(one, 1).decision().outcome()).isEqualTo(Outcome.REFUSED);
    ticker.advance(DEADLINE);

    assertThat(reserve(one, 1).decision().outcome()).isEqualTo(Outcome.ADMITTED);
    assertThat(reservation.cancel().kind()).isEqualTo(Kind.EXPIRED);
    assertThat(remaining(one, 0)).isZero();
  }

  @Test
  void severalLimits_eachIsSetRight() {
    LimitSet several =
        limits(
            new Limit("hourly", 100, HOUR),
            Limit.smooth("smooth", 3_600, HOUR, 50),
            Limit.sliding("sliding", 80, HOUR),
            Limit.inFlight("at-once", 2));
    Reservation reservation = reserve(several, 40);
    assertThat(remaining(several, 0)).isEqualTo(60);
    assertThat(remaining(several, 1)).isEqualTo(10);
    assertThat(remaining(several, 2)).isEqualTo(40);
    assertThat(remaining(several, 3)).isEqualTo(1);

    assertThat(reservation.commit(55)).isEqualTo(new Settlement(Kind.COMMITTED, 50, 5));
    assertThat(remaining(several, 0)).isEqualTo(45);
    assertThat(remaining(several, 1)).isZero();
    assertThat(remaining(several, 2)).isEqualTo(25);
    assertThat(remaining(several, 3)).isEqualTo(2);

    Reservation next = reserve(several, 0);
    assertThat(next.cancel().charged()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Call.COST_MAX + 1})
  void commit_outOfRange_isRefusedAndSettlesNothing(long units) {
    Reservation reservation = reserve(tokens, 60);
    assertThatThrownBy(() -> reservation.commit(units))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cost must be 0 to 4294967295: cost=" + units);
    assertThat(reservation.commit(1).charged()).isOne();
  }

  @Test
  void deadline_outOfRange_isRefused() {
    assertThatThrownBy(() -> limiter.reserve(call(tokens, 1), Duration.ofDays(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("deadline must be 1ms to 1d: deadline=PT48H");
    assertThat(remaining(tokens, 0)).isEqualTo(100);
  }

  @Test
  void reservations_areBounded_andLateOnesMakeRoom() {
    LimitSet many = limits(new Limit("many", 1_000_000, HOUR));
    for (int i = 0; i < Limiter.RESERVATIONS_MAX; i++) {
      assertThat(reserve(many, 1).decision().outcome()).isEqualTo(Outcome.ADMITTED);
    }
    Reservation tooMany = reserve(many, 1);
    assertThat(tooMany.decision().outcome()).isEqualTo(Outcome.COUNTERS_FULL);
    assertThat(tooMany.commit(1).kind()).isEqualTo(Kind.REFUSED);
    assertThat(remaining(many, 0)).isEqualTo(1_000_000 - Limiter.RESERVATIONS_MAX);
    ticker.advance(DEADLINE);

    assertThat(reserve(many, 1).decision().outcome()).isEqualTo(Outcome.ADMITTED);
  }

  @Test
  void reservations_ofManyThreads_sumUp() {
    LimitSet many = limits(new Limit("many", 1_000_000, HOUR), Limit.inFlight("at-once", 64));
    List<Long> used =
        Crowd.run(
            4,
            thread -> {
              SplittableRandom random = new SplittableRandom(thread);
              long sum = 0;
              List<Reservation> open = new ArrayList<>();
              for (int i = 0; i < 5_000; i++) {
                open.add(reserve(many, random.nextLong(1, 20)));
                if (open.size() > 10) {
                  Reservation one = open.remove(random.nextInt(open.size()));
                  sum += one.commit(random.nextLong(25)).charged();
                }
              }
              for (Reservation each : open) {
                sum += each.commit(1).charged();
              }
              return sum;
            });

    long sum = used.stream().mapToLong(Long::longValue).sum();
    assertThat(remaining(many, 0)).isEqualTo(1_000_000 - sum);
    assertThat(remaining(many, 1)).isEqualTo(64);
  }
}
