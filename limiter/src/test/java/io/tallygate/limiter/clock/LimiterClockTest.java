package io.tallygate.limiter.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.limiter.Crowd;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** What the limiter's time promises while the wall clock is set (S8). */
final class LimiterClockTest {

  private static final long SECOND = 1_000_000;

  private final FakeTicker ticker = new FakeTicker();
  private final LimiterClock clock = new LimiterClock(ticker);
  private final long start = clock.preciseMicros();

  @Test
  void clock_wallUntouched_isTheWall() {
    ticker.advance(Duration.ofMillis(1_234));

    assertThat(clock.preciseMicros()).isEqualTo(start + 1_234_000);
    assertThat(clock.aheadMicros()).isZero();
  }

  @Test
  void clock_wallSetForward_isFollowedAtOnce() {
    ticker.setWallBy(Duration.ofHours(5));

    assertThat(clock.preciseMicros()).isEqualTo(start + 5 * 3_600 * SECOND);
    assertThat(clock.aheadMicros()).isZero();
  }

  @Test
  void clock_wallSetBack_runsAtNineTenths() {
    ticker.setWallBy(Duration.ofSeconds(-100));

    assertThat(clock.preciseMicros()).isEqualTo(start);
    assertThat(clock.aheadMicros()).isEqualTo(100 * SECOND);
    ticker.advance(Duration.ofSeconds(10));
    assertThat(clock.preciseMicros()).isEqualTo(start + 9 * SECOND);
    assertThat(clock.aheadMicros()).isEqualTo(99 * SECOND);
    ticker.advance(Duration.ofSeconds(989));
    assertThat(clock.aheadMicros()).as("until the next reading").isEqualTo(99 * SECOND);
    assertThat(clock.preciseMicros()).isEqualTo(start + 899_100_000);
    ticker.advance(Duration.ofSeconds(1));
    assertThat(clock.preciseMicros()).as("the wall is met").isEqualTo(start + 900 * SECOND);
    assertThat(clock.aheadMicros()).isZero();
    ticker.advance(Duration.ofSeconds(10));
    assertThat(clock.preciseMicros()).as("and followed again").isEqualTo(start + 910 * SECOND);
  }

  @Test
  void clock_readOften_runsAtNineTenths() {
    ticker.setWallBy(Duration.ofSeconds(-100));
    for (int i = 0; i < 1_000_000; i++) {
      ticker.advance(Duration.ofNanos(7));
      clock.preciseMicros();
    }

    assertThat(clock.preciseMicros()).isEqualTo(start + 6_300);
  }

  @Test
  void clock_setBackAgainAndAgain_keepsTheGreatestLead() {
    for (int i = 0; i < 50; i++) {
      ticker.setWallBy(Duration.ofSeconds(-1));
      ticker.advance(Duration.ofSeconds(1));
      clock.preciseMicros();
    }

    assertThat(clock.preciseMicros()).isEqualTo(start + 45 * SECOND);
    assertThat(clock.aheadMicros()).isEqualTo(45 * SECOND);
  }

  @Test
  void clock_pausedBetweenReadings_isNotAhead() {
    Pausing pausing = new Pausing();
    LimiterClock paused = new LimiterClock(pausing);
    pausing.pauseBetween = Duration.ofSeconds(10);
    paused.preciseMicros();
    pausing.pauseBetween = Duration.ZERO;

    paused.preciseMicros();
    assertThat(paused.aheadMicros()).isZero();
  }

  /** A thread that reads one clock, is paused, and reads the other. */
  private static final class Pausing implements Ticker {

    private final FakeTicker clocks = new FakeTicker();
    private Duration pauseBetween = Duration.ZERO;
    private boolean between;

    @Override
    public long monotonicNanos() {
      pause();
      return clocks.monotonicNanos();
    }

    @Override
    public long wallMicros() {
      pause();
      return clocks.wallMicros();
    }

    private void pause() {
      if (between) {
        clocks.advance(pauseBetween);
      }
      between = !between;
    }
  }

  @Test
  void clock_randomSteps_matchesTheStepwiseRule() {
    for (long seed = 1; seed <= 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      FakeTicker moved = new FakeTicker();
      LimiterClock tested = new LimiterClock(moved);
      long startMicros = moved.wallMicros();
      long expected = 0; // tenths of nanoseconds since
      long monotonicNanos = moved.monotonicNanos();
      for (int step = 0; step < 2_000; step++) {
        moved.advance(Duration.ofNanos(random.nextLong(3_000_000_000L)));
        if (random.nextInt(10) == 0) {
          moved.setWallBy(Duration.ofMillis(random.nextLong(-5_000, 4_000)));
        }
        long elapsedNanos = moved.monotonicNanos() - monotonicNanos;
        monotonicNanos += elapsedNanos;
        long wall = (moved.wallMicros() - startMicros) * 10_000;
        expected = Math.max(wall, expected + 9 * elapsedNanos);

        assertThat(tested.preciseMicros() - startMicros)
            .as("seed=%s step=%s", seed, step)
            .isBetween(expected / 10_000 - 1, expected / 10_000 + 1);
      }
    }
  }

  @Test
  void clock_outOfRange_isRefused() {
    ticker.setWallTo(LimiterClock.SECOND_MAX + 1);
    assertThatThrownBy(clock::preciseMicros)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("wall clock must be set to 1970 to 2104: second=4260211201");
    ticker.setWallTo(-1);
    assertThatThrownBy(clock::preciseMicros).isInstanceOf(IllegalStateException.class);
    ticker.setWallTo(FakeTicker.START_SECOND + 2);
    assertThat(clock.preciseMicros())
        .as("a wrong clock leaves nothing behind")
        .isEqualTo((FakeTicker.START_SECOND + 2) * SECOND);
    ticker.setWallTo(LimiterClock.SECOND_MAX);
    assertThat(clock.preciseMicros()).isEqualTo(LimiterClock.SECOND_MAX * SECOND);
  }

  @Test
  void clock_manyThreads_neverGoesBack() {
    AtomicLong wallMicros = new AtomicLong(start);
    Ticker steps =
        new Ticker() {
          @Override
          public long monotonicNanos() {
            return Ticker.SYSTEM.monotonicNanos();
          }

          @Override
          public long wallMicros() {
            return wallMicros.get();
          }
        };
    LimiterClock shared = new LimiterClock(steps);
    AtomicLong latest = new AtomicLong();
    AtomicLong latestCoarse = new AtomicLong();

    Crowd.run(
        4,
        thread -> {
          SplittableRandom random = new SplittableRandom(thread);
          for (int i = 0; i < 100_000; i++) {
            if (random.nextInt(100) == 0) {
              wallMicros.addAndGet(random.nextLong(-5_000, 5_000));
            }
            assertThat(advances(latest, shared::preciseMicros)).isTrue();
            assertThat(advances(latestCoarse, shared::coarseMicros)).isTrue();
          }
          return latest.get();
        });
  }

  /** Whether a reading that starts now is at least every reading that has ended. */
  private static boolean advances(AtomicLong latest, LongSupplier clock) {
    long ended = latest.get();
    long reading = clock.getAsLong();
    latest.accumulateAndGet(reading, Math::max);
    return reading >= ended;
  }

  @Test
  void reset_clocksAgree_isTheEnd() {
    long end = FakeTicker.START_SECOND + 3_600;

    assertThat(LimiterClock.resetSecond(end * SECOND, start, 0)).isEqualTo(end);
    assertThat(LimiterClock.waitMicros(end * SECOND, start, 0)).isEqualTo(3_599_500_000L);
    assertThat(LimiterClock.waitMicros(end * SECOND, end * SECOND, 0)).isZero();
    assertThat(LimiterClock.waitMicros(end * SECOND, end * SECOND + 1, 0)).isZero();
  }

  @Test
  void reset_afterStepBack_isWhereTheWallWillBe() {
    for (long seed = 1; seed <= 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      FakeTicker moved = new FakeTicker();
      LimiterClock tested = new LimiterClock(moved);
      moved.advance(Duration.ofNanos(random.nextLong(2_000_000_000L)));
      tested.preciseMicros();
      moved.setWallBy(Duration.ofMillis(random.nextLong(-300_000, 1_000)));
      long nowMicros = tested.preciseMicros();
      long endSecond = nowMicros / SECOND + random.nextLong(1, 1_000);

      long reset = LimiterClock.resetSecond(endSecond * SECOND, nowMicros, tested.aheadMicros());
      long wait = LimiterClock.waitMicros(endSecond * SECOND, nowMicros, tested.aheadMicros());
      moved.advance(Duration.ofNanos((wait - 2) * 1_000));
      assertThat(tested.preciseMicros()).as("seed=%s", seed).isLessThan(endSecond * SECOND);
      moved.advance(Duration.ofNanos(2_000));
      assertThat(tested.preciseMicros())
          .as("seed=%s", seed)
          .isGreaterThanOrEqualTo(endSecond * SECOND);
      assertThat(reset).as("seed=%s", seed).isEqualTo(-Math.floorDiv(-moved.wallMicros(), SECOND));
    }
  }
}
