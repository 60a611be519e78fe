package io.tallygate.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.client.field.Standing.LimitStanding;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WindowTest {

  private static final Optional<Duration> MINUTE = Optional.of(Duration.ofMinutes(1));

  private final Window window = new Window("a");

  private static LimitStanding told(long remaining, long resetSeconds, Optional<Duration> period) {
    return new LimitStanding(
        "a",
        OptionalLong.of(10),
        OptionalLong.of(remaining),
        Optional.of(Duration.ofSeconds(resetSeconds)),
        period);
  }

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void answer_toARequestOfTheWindowBefore_saysNothingOfThisOne() {
    window.learn(told(1, 60, MINUTE), 0, millis(20));
    window.learn(told(0, 1, MINUTE), millis(59_800), millis(60_150));
    assertThat(window.left(0, 0)).isEqualTo(10);
    assertThat(window.resetNanos()).isEqualTo(millis(120_020));
    window.learn(told(6, 60, MINUTE), millis(60_100), millis(60_200));
    assertThat(window.left(0, 0)).isEqualTo(6);
  }

  @Test
  void answer_toARequestOfTheWindowBefore_withoutALength_saysNothingEither() {
    window.learn(told(1, 60, Optional.empty()), 0, millis(20));
    window.learn(told(0, 1, Optional.empty()), millis(59_800), millis(60_150));
    assertThat(window.left(0, 0)).isEqualTo(10);
    assertThat(window.hasReset()).isFalse();
  }

  @Test
  void answer_toALaterRequestThatTellsTheSameReset_isBelieved() {
    window.learn(told(1, 60, MINUTE), 0, millis(20));
    window.learn(told(0, 1, MINUTE), millis(60_050), millis(60_150)); // the reset came late
    assertThat(window.left(0, 0)).isZero();
  }

  /** The window ends at 60,020 ms, and the one before it at 20 ms. */
  @ParameterizedTest
  @CsvSource({
    "60020, 60020", // the very moment
    "61020, 60020", // rounded up
    "61021, 61021", // something else
    "60019, 60019", // earlier than we knew
    "1000,  20"
  })
  void word_inWholeSeconds_isTheResetThatItMeans(long saidMillis, long meantMillis) {
    window.learn(told(1, 60, MINUTE), millis(-59_990), millis(-59_980));
    window.learn(told(9, 60, MINUTE), millis(20), millis(20));
    assertThat(window.exactly(millis(saidMillis))).isEqualTo(millis(meantMillis));
  }

  @ParameterizedTest
  @CsvSource({
    // units, told to fall by so many per answer, left to others at the end
    "2500, 3, 2",
    "2500, 1, 0",
    " 128, 3, 2",
    " 127, 3, 1",
    "  63, 3, 0"
  })
  void unseen_unitsOfOthers_areOneEachWhileTheyAreCheap(long count, int step, long unseen) {
    long left = count;
    for (int answer = 0; answer < 20; answer++) {
      left -= step;
      window.learn(
          new LimitStanding(
              "a", OptionalLong.of(count), OptionalLong.of(left), MINUTE, Optional.empty()),
          answer,
          answer);
    }
    assertThat(window.unseen()).isEqualTo(unseen);
  }
}
