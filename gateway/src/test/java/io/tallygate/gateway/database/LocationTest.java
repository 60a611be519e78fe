package io.tallygate.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.gateway.database.Location.Postgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LocationTest {

  @ParameterizedTest
  @CsvSource({
    "postgres://u:p%2Fw+%40@db.example:6543/keys, db.example, 6543, keys, u, p/w+@, ''",
    "postgresql://u@127.0.0.1/k_1, 127.0.0.1, 5432, k_1, u, '', ''",
    "postgres://u:p@[::1]:5432/keys?sslmode=verify-full, [::1], 5432, keys, u, p, verify-full",
  })
  void postgres_url_isTakenApart(
      String url, String host, int port, String name, String user, String password, String mode) {
    Postgres location = Location.postgres(url);

    assertThat(location)
        .isEqualTo(new Postgres(host, port, name, new Postgres.Login(user, password), mode));
    assertThat(location.toString())
        .isEqualTo("postgres://%s@%s:%s/%s".formatted(user, host, port, name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://u:hidden@h/n",
        "postgres://u:hidden@h",
        "postgres://u:hidden@h/a/b",
        "postgres://u:hidden@h/n?user=x",
        "postgres://u:hidden@h/n?sslmode=sometimes",
        "postgres://u:hidden@h/n#x",
        "postgres://u:hidden@h:70000/n",
        "postgres://:hidden@h/n",
        "postgres://u:hidden#1@h/n",
        "postgres://u:hid den@h/n",
        "u:hidden",
      })
  void postgres_otherText_isRefusedWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> Location.postgres(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("db must ")
        .hasMessageNotContaining("hid")
        .hasNoCause();
  }

  @Test
  void folder_withQuestionMark_isRefused() {
    assertThatThrownBy(() -> new Location.Folder(Path.of("a?b")))
        .hasMessage("data must have no question mark: data=a?b");
  }
}
