package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuantityTest {

  @ParameterizedTest
  @CsvSource({
    "0s, 0, 0s, 0 s",
    "1ms, 1, 1ms, 1 ms",
    "250ms, 250, 250ms, 250 ms",
    "1000ms, 1000, 1s, 1 s",
    "20s, 20000, 20s, 20 s",
    "60s, 60000, 1m, 1 min",
    "90s, 90000, 90s, 90 s",
    "5m, 300000, 5m, 5 min",
    "1h, 3600000, 1h, 1 h",
    "999999999h, 3599999996400000, 999999999h, 999999999 h",
  })
  void duration_asWritten_isReadAndShown(String text, long millis, String shown, String spoken) {
    Duration duration = Quantity.duration("hour", text);

    assertThat(duration.toMillis()).isEqualTo(millis);
    assertThat(Quantity.text(duration)).isEqualTo(shown);
    assertThat(Quantity.spoken(duration)).isEqualTo(spoken);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5 s", "-5s", "5d", "1.5h", "5S", "1000000000h", "PT5S", "s"})
  void duration_anythingElse_isRefused(String text) {
    assertThatThrownBy(() -> Quantity.duration("hour", text))
        .hasMessage("hour must be a duration, such as 250ms, 20s, 5m or 1h: hour=" + text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "1023, 1023, 1023",
    "1024, 1024, 1KiB",
    "64KiB, 65536, 64KiB",
    "16MiB, 16777216, 16MiB",
    "16GiB, 17179869184, 16GiB",
    "1536KiB, 1572864, 1536KiB",
    "8589934591GiB, 9223372035781033984, 8589934591GiB",
  })
  void size_asWritten_isReadAndShown(String text, long bytes, String shown) {
    assertThat(Quantity.size("body-bytes", text)).isEqualTo(bytes);
    assertThat(Quantity.text(bytes)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "1.5MiB", "16MB", "16mib", "KiB", "1 KiB", "1234567890123456789"})
  void size_anythingElse_isRefused(String text) {
    assertThatThrownBy(() -> Quantity.size("body-bytes", text))
        .hasMessage(
            "body-bytes must be a number of bytes, such as 65536, 64KiB, 16MiB or 16GiB:"
                + " body-bytes="
                + text);
  }

  @Test
  void size_oneMoreThanFits_isRefused() {
    assertThatThrownBy(() -> Quantity.size("body-bytes", "8589934592GiB"))
        .hasMessage("body-bytes is too large: body-bytes=8589934592GiB");
  }

  @Test
  void number_wholeNumbers_areRead() {
    assertThat(Quantity.number("port", "0")).isZero();
    assertThat(Quantity.number("port", "999999999")).isEqualTo(999_999_999);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", "1.0", "0x10", "1e3", "1000000000", "١"})
  void number_anythingElse_isRefused(String text) {
    assertThatThrownBy(() -> Quantity.number("port", text))
        .hasMessage("port must be a whole number: port=" + text);
  }
}
