package io.tallygate.gateway.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class VaultTest {

  private static final byte[] ANSWER = "the answer, with a secret".getBytes(UTF_8);
  private static final byte[] REQUEST = "the request".getBytes(UTF_8);

  private final SecureRandom random = new SecureRandom();
  private final Vault vault = new Vault("token", "name", random);

  /** Of RFC 5869, appendix A, SHA-256: the first 32 bytes of the output, whatever its length. */
  static Stream<Arguments> vectors() {
    String input = "0b".repeat(22);
    return Stream.of(
        Arguments.of(
            input,
            "000102030405060708090a0b0c",
            "f0f1f2f3f4f5f6f7f8f9",
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"),
        Arguments.of(
            "00..4f",
            "60..af",
            "b0..ff",
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"),
        Arguments.of(
            input, "", "", "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void derive_vector_isItsOutput(String input, String salt, String info, String key) {
    assertThat(Vault.derive(bytes(input), bytes(salt), bytes(info))).isEqualTo(bytes(key));
  }

  /** Hex digits, or the first and the last of consecutive bytes. */
  private static byte[] bytes(String text) {
    int dots = text.indexOf("..");
    if (dots < 0) {
      return HexFormat.of().parseHex(text);
    }
    int first = HexFormat.fromHexDigits(text.substring(0, dots));
    int last = HexFormat.fromHexDigits(text.substring(dots + 2));
    byte[] bytes = new byte[last - first + 1];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (first + i);
    }
    return bytes;
  }

  @Test
  void open_closed_isTheAnswer() throws GeneralSecurityException {
    byte[] closed = vault.close(ANSWER, REQUEST);

    assertThat(new Vault("token", "name", random).open(closed, REQUEST)).isEqualTo(ANSWER);
    assertThat(new String(closed, UTF_8)).doesNotContain("secret");
  }

  @Test
  void close_twice_isNeverTheSame() {
    assertThat(vault.close(ANSWER, REQUEST)).isNotEqualTo(vault.close(ANSWER, REQUEST));
  }

  @Test
  void open_anyBitFlipped_isRefused() {
    byte[] closed = vault.close(ANSWER, REQUEST);
    for (int bit = 0; bit < closed.length * 8; bit++) {
      byte[] tampered = closed.clone();
      tampered[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> vault.open(tampered, REQUEST))
          .isInstanceOf(GeneralSecurityException.class);
    }
  }

  @Test
  void open_cutAnywhere_isRefused() {
    byte[] closed = vault.close(ANSWER, REQUEST);
    for (int length = 0; length < closed.length; length++) {
      byte[] cut = Arrays.copyOf(closed, length);
      assertThatThrownBy(() -> vault.open(cut, REQUEST))
          .as("length=%s", length)
          .isInstanceOf(GeneralSecurityException.class);
    }
  }

  @Test
  void open_byAnotherTokenOrNameOrRequest_isRefused() {
    byte[] closed = vault.close(ANSWER, REQUEST);

    for (Vault other :
        new Vault[] {
          new Vault("token2", "name", random),
          new Vault("token", "name2", random),
          new Vault("tokenn", "ame", random),
          new Vault("name", "token", random)
        }) {
      assertThatThrownBy(() -> other.open(closed, REQUEST))
          .isInstanceOf(GeneralSecurityException.class);
    }
    assertThatThrownBy(() -> vault.open(closed, "another request".getBytes(UTF_8)))
        .isInstanceOf(GeneralSecurityException.class);
  }
}
