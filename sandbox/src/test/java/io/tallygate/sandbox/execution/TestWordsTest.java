package io.tallygate.sandbox.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.sandbox.execution.TestWords.End;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What testers ask for. */
final class TestWordsTest {

  @ParameterizedTest
  @CsvSource({
    "'a red car', 0, WORK",
    "'[fail]', 0, FAIL",
    "'a [fail] b', 0, FAIL",
    "'[stuck]', 0, STUCK",
    "'[delay 5s] x', 5000, WORK",
    "'[delay 250ms] [fail]', 250, FAIL",
    "'[delay 601s]', 600000, WORK",
    "'[delay 9999s]', 600000, WORK",
    "'[delay 12345s]', 0, WORK",
    "'[delay s]', 0, WORK",
    "'[FAIL]', 0, WORK",
    "'[no credits]', 0, NO_CREDITS"
  })
  void words_inText_areRead(String text, long delayMillis, End end) {
    assertThat(TestWords.in(text)).isEqualTo(new TestWords(Duration.ofMillis(delayMillis), end));
  }
}
