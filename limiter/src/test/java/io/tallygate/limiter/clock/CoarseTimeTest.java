package io.tallygate.limiter.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That the ticker follows while it is used, rests while it is not, and ends. */
@Timeout(30)
final class CoarseTimeTest {

  private final FakeTicker ticker = new FakeTicker();
  private final LimiterClock clock = new LimiterClock(ticker);
  private final CoarseTime coarse = new CoarseTime(clock);

  @AfterEach
  void close() {
    coarse.close();
  }

  @Test
  void micros_whileUsed_followsWithoutReadingTheClockItself() {
    for (int i = 0; i < 20; i++) {
      ticker.advance(Duration.ofSeconds(1));
      long expected = ticker.wallMicros();
      until(() -> coarse.micros() == expected);
    }
  }

  @Test
  void micros_unused_sleepsAndReadsNoClock() {
    asleep();
    long readings = ticker.readings();
    ticker.advance(Duration.ofHours(1));

    assertThat(coarse.thread().getState()).isEqualTo(Thread.State.WAITING);
    assertThat(ticker.readings()).isEqualTo(readings);
  }

  @Test
  void micros_afterSleep_isPreciseAtOnce() {
    for (int i = 0; i < 5; i++) {
      asleep();
      ticker.advance(Duration.ofHours(1));

      assertThat(coarse.micros()).isEqualTo(ticker.wallMicros());
      until(() -> coarse.thread().getState() == Thread.State.TIMED_WAITING);
    }
  }

  @Test
  void close_awake_endsTheThread() throws InterruptedException {
    coarse.micros();
    coarse.close();

    coarse.thread().join();
  }

  @Test
  void close_asleep_endsTheThread() throws InterruptedException {
    asleep();
    coarse.close();

    coarse.thread().join();
  }

  @Test
  void micros_afterClose_isPrecise() throws InterruptedException {
    coarse.close();
    coarse.thread().join();
    ticker.advance(Duration.ofSeconds(3));

    assertThat(coarse.micros()).isEqualTo(ticker.wallMicros());
  }

  @Test
  void micros_wallOutOfRange_readsTheClockAfterwards() {
    coarse.thread().setUncaughtExceptionHandler((thread, error) -> {});
    ticker.setWallTo(-1);
    coarse.close();
    until(() -> coarse.thread().getState() == Thread.State.TERMINATED);
    ticker.setWallTo(FakeTicker.START_SECOND + 9);

    assertThat(coarse.micros()).isEqualTo(ticker.wallMicros());
  }

  private void asleep() {
    until(() -> coarse.thread().getState() == Thread.State.WAITING);
  }

  private static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (Thread.interrupted()) { // by the test's time limit
        throw new AssertionError("waited in vain");
      }
      Thread.onSpinWait();
    }
  }
}
