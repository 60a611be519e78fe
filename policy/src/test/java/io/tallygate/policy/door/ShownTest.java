package io.tallygate.policy.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShownTest {

  @ParameterizedTest
  @CsvSource({
    "Authorization, Bearer k1, k1",
    "authorization, 'bEARER  k1 ', k1",
    "Authorization, Basic k1, ''",
    "Authorization, Bearer, ''",
    "X-Api-Key, ' k1 ', k1",
    "X-Api-Key, ' ', ''"
  })
  void field_isReadAsItsNameSays(String field, String value, String token) {
    Shown shown = Shown.by(field, List.of(value));

    assertThat(shown).isEqualTo(token.isEmpty() ? new Shown.Nothing() : new Shown.Token(token));
  }

  @Test
  void severalFieldsOrTooLong_areUnreadable() {
    assertThat(Shown.by("X-Api-Key", List.of())).isEqualTo(new Shown.Nothing());
    assertThat(Shown.by("X-Api-Key", List.of("a", "b"))).isEqualTo(new Shown.Unreadable());
    String longest = "k".repeat(Shown.TOKEN_MAX);
    assertThat(Shown.by("X-Api-Key", List.of(longest))).isEqualTo(new Shown.Token(longest));
    assertThat(Shown.by("X-Api-Key", List.of(longest + "k"))).isEqualTo(new Shown.Unreadable());
  }
}
