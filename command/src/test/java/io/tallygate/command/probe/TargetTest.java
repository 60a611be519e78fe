package io.tallygate.command.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetTest {

  private static final String KEY = "secret-key-of-a-customer";

  @ParameterizedTest
  @CsvSource({
    "http://h/a, http://h, /a",
    "https://h:8443/a/b?x=1&y=2, https://h:8443, /a/b?x=1&y=2",
    "http://[::1]:80/a%20b, http://[::1]:80, /a%20b",
    "http://h, http://h, ''",
    "http://h/, http://h, /",
    "http://h?x=1, http://h, /?x=1",
  })
  void of_url_isTakenApart(String url, String origin, String path) {
    Target target = Target.of(url, "Authorization", KEY);

    assertThat(target.origin()).isEqualTo(origin);
    assertThat(target.path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://h/a",
        "h/a",
        "http:///a",
        "http://h/a#b",
        "http://me:secret@h/a",
        "http://h/a b",
        "file:///etc/passwd",
        "http://h//other.example/a"
      })
  void of_badUrl_isRefused(String url) {
    assertThatThrownBy(() -> Target.of(url, "Authorization", KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "//evil.example/a", "/a b", "/a#b", "/a\nHost: x", "/é", "/%zz"})
  void requirePath_noPath_isRefused(String path) {
    assertThatThrownBy(() -> Target.requirePath(path))
        .hasMessageStartingWith("endpoint must be /path, percent-encoded");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a key", "key\r\nX: y", "schlüssel"})
  void key_thatCouldBreakTheHead_isRefusedAndNotRepeated(String key) {
    assertThatThrownBy(() -> Target.of("http://h/a", "X-Key", key))
        .hasMessageStartingWith("key must be up to 4096 visible ASCII characters")
        .hasMessageNotContaining(key);
  }

  @Test
  void key_atTheBound_isTaken() {
    assertThat(Target.of("http://h/a", "X-Key", "k".repeat(Target.KEY_MAX)).hasKey()).isTrue();
    assertThatThrownBy(() -> Target.of("http://h/a", "X-Key", "k".repeat(Target.KEY_MAX + 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void safe_keyAndControlCharacters_areBlottedOut() {
    Target target = Target.of("http://h/a", "Authorization", KEY);

    assertThat(target.safe("a " + KEY + " b\u001b[31m\r\n")).isEqualTo("a *** b?[31m??");
    assertThat(target.safe("x".repeat(1_000))).hasSize(Fields.VALUE_MAX);
    assertThat(target.safe("x".repeat(Fields.VALUE_MAX - 4) + KEY))
        .endsWith("x***"); // not the half of it that the cut would leave
    assertThat(target.toString()).doesNotContain(KEY);
  }

  @ParameterizedTest
  @CsvSource({"Authorization, Bearer k1234", "authorization, Bearer k1234", "X-API-Key, k1234"})
  void keyValue_authorization_hasBearerBefore(String header, String value) {
    assertThat(Target.of("http://h/a", header, "k1234").keyValue()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "http://api.example/a, true",
    "https://api.example/a, false",
    "http://127.0.0.1:8080/a, false",
    "http://localhost/a, false",
    "http://[::1]:80/a, false",
    "http://127.0.0.1.evil.example/a, true",
  })
  void isOverheard_plainHttpElsewhere_isSaid(String url, boolean overheard) {
    assertThat(Target.of(url, "Authorization", KEY).isOverheard()).isEqualTo(overheard);
    assertThat(Target.of(url, "Authorization", "").isOverheard()).isFalse();
  }
}
