package io.tallygate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One file per mistake, and beside it all that is to be said about it. */
final class BadPolicyTest {

  static List<String> mistakes() {
    return Fixtures.names("bad", ".yaml");
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void parse_mistake_saysThePlaceTheRuleAndTheWayOut(String mistake) {
    PolicyException refused =
        catchThrowableOfType(PolicyException.class, () -> Fixtures.policy("bad", mistake));

    assertThat(refused).as("accepted").isNotNull();
    assertThat(refused.getMessage() + "\n").isEqualTo(Fixtures.text("bad/" + mistake + ".txt"));
    assertThat(String.join("\n", refused.problems())).isEqualTo(refused.getMessage());
  }

  @Test
  void mistakes_fileAndMessage_comeInPairs() {
    assertThat(mistakes()).isEqualTo(Fixtures.names("bad", ".txt")).hasSizeGreaterThan(100);
  }

  /** Bytes that are no text cannot stand in a file of texts. */
  @ParameterizedTest
  @CsvSource({
    "ISO-8859-1, 'other: 1/hour\n# für alle', 2:4: file must be saved as UTF-8: byte=0xFC",
    "UTF-16LE, '\ufeffother: 1/hour', 1:1: file must be saved as UTF-8: byte=0xFF",
    "UTF-16BE, '\ufeffother: 1/hour', 1:1: file must be saved as UTF-8: byte=0xFE"
  })
  void decode_otherEncoding_isRefusedWhereItCeasesToBeUtf8(
      String encoding, String text, String message) {
    byte[] bytes = text.getBytes(Charset.forName(encoding));

    assertThatThrownBy(() -> TextFile.decode("f", bytes))
        .isInstanceOf(PolicyException.class)
        .hasMessage("f:" + message);
  }

  @Test
  void parse_manyMistakes_tellsTwentyAndCountsTheRest() {
    PolicyException refused =
        catchThrowableOfType(
            PolicyException.class, () -> Fixtures.policy("bad", "too-many-mistakes"));

    assertThat(refused.problems()).hasSize(21).last().asString().endsWith("more=5");
  }
}
