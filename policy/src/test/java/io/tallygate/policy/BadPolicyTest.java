package io.tallygate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

  @Test
  void parse_manyMistakes_tellsTwentyAndCountsTheRest() {
    PolicyException refused =
        catchThrowableOfType(
            PolicyException.class, () -> Fixtures.policy("bad", "too-many-mistakes"));

    assertThat(refused.problems()).hasSize(21).last().asString().endsWith("more=5");
  }
}
