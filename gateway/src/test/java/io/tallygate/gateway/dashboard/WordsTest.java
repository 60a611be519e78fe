package io.tallygate.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.key.AuditEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordsTest {

  @ParameterizedTest
  @CsvSource({
    "-1, 0 s",
    "0, 0 s",
    "59, 59 s",
    "60, 1 min",
    "61, 1 min 1 s",
    "3599, 59 min 59 s",
    "3600, 1 h",
    "3660, 1 h 1 min",
    "86399, 23 h 59 min",
    "86400, 1 d",
    "90000, 1 d 1 h",
  })
  void span_hasItsTwoLargestParts(long seconds, String text) {
    assertThat(Words.span(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, ok, 0", "0.799, ok, 799", "0.8, low, 800", "0.999, low, 999", "1, spent, 1000"})
  void share_hasALevelAndALength(double share, String level, long thousandths) {
    assertThat(Words.level(share)).isEqualTo(level);
    assertThat(Words.thousandths(share)).isEqualTo(thousandths);
  }

  @Test
  void safe_leavesNothingThatMovesOrHidesText() {
    assertThat(Words.safe("a\u0000\u001b[2J\u0085\u200e\u202e\u2066\u2028\ud800z"))
        .isEqualTo("a\uFFFD\uFFFD[2J\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDz");
    assertThat(Words.safe("Söhne & 東京 <b> \uD83D\uDE00")).isEqualTo("Söhne & 東京 <b> \uD83D\uDE00");
  }

  @Test
  void changes_areTheFieldsThatDiffer() {
    assertThat(
            AuditPage.changes(
                new AuditEntry.Difference(
                    "{\"state\":\"active\",\"name\":\"a\",\"plan\":null}",
                    "{\"state\":\"blocked\",\"name\":\"a\",\"plan\":\"pro\"}")))
        .containsExactly(
            new AuditPage.Change("plan", "—", "pro"),
            new AuditPage.Change("state", "active", "blocked"));
    assertThat(AuditPage.changes(new AuditEntry.Difference("", "{\"metadata\":{}}"))).isEmpty();
  }
}
