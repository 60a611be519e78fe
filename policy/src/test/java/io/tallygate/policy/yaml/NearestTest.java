package io.tallygate.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestTest {

  @ParameterizedTest
  @CsvSource({
    "limit,limit,0",
    "limt,limit,1",
    "limmit,limit,1",
    "lamit,limit,1",
    "limti,limit,1",
    "tmili,limit,4",
    "'',limit,5",
    "limit,'',5"
  })
  void slips_twoWords_areCounted(String a, String b, int slips) {
    assertThat(Nearest.slips(a, b)).isEqualTo(slips);
  }

  @Test
  void of_typedWord_findsTheNearestOfThoseThatAreNear() {
    List<String> known = List.of("limit", "endpoints", "note", "GET");

    assertThat(Nearest.of("limits", known)).contains("limit");
    assertThat(Nearest.of("endpiont", known)).contains("endpoints");
    assertThat(Nearest.of("GTE", known)).contains("GET");
    assertThat(Nearest.of("burst", known)).isEmpty();
    assertThat(Nearest.of("x".repeat(65), known)).isEmpty();
  }

  @Test
  void insert_message_keepsTheHintAtItsEnd() {
    assertThat(Nearest.insert("rule: a=b; did you mean 'c'?", " d=e"))
        .isEqualTo("rule: a=b d=e; did you mean 'c'?");
    assertThat(Nearest.insert("rule: a=b", " d=e")).isEqualTo("rule: a=b d=e");
  }
}
