package io.tallygate.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyFormatTest {

  private static final KeyFormat FORMAT = new KeyFormat("vg_key_");
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The example that a large forge published when it gave its tokens this checksum. */
  private static final String VECTOR = "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ";

  @Test
  void checksum_publicVector_isKnown() {
    assertThat(KeyFormat.checksum(VECTOR, 0, VECTOR.length())).isEqualTo("0mLq17");
  }

  @Test
  void checksumHolds_publicVectorWithPrefix_isTrue() {
    String token = "vg_key_" + VECTOR + "0mLq17";

    assertThat(FORMAT.looksIssued(token)).isTrue();
    assertThat(FORMAT.checksumHolds(token)).isTrue();
  }

  @Test
  void issue_tenThousandTimes_isUniqueAndValid() {
    Set<String> secrets = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      String secret = FORMAT.issue(RANDOM);
      assertThat(secret).matches("vg_key_[0-9A-Za-z]{36}");
      assertThat(FORMAT.looksIssued(secret)).isTrue();
      assertThat(FORMAT.checksumHolds(secret)).isTrue();
      secrets.add(secret);
    }
    assertThat(secrets).hasSize(10_000);
  }

  @Test
  void issue_manyTimes_usesEveryCharacterAlike() {
    int[] seen = new int[128];
    for (int i = 0; i < 10_000; i++) {
      FORMAT.issue(RANDOM).chars().skip(7).limit(KeyFormat.RANDOM_LENGTH).forEach(c -> seen[c]++);
    }
    // 300,000 draws of 62: 4,839 each, with a standard deviation of 69. A modulo of a byte would
    // give the first eight characters a quarter more.
    for (char c : KeyFormat.ALPHABET.toCharArray()) {
      assertThat(seen[c]).as("of %s", c).isBetween(4_839 - 500, 4_839 + 500);
    }
  }

  @Test
  void randomPart_bits_areAtLeast160() {
    assertThat(KeyFormat.RANDOM_LENGTH * Math.log(62) / Math.log(2)).isGreaterThan(160);
  }

  @Test
  void checksumHolds_oneCharacterChanged_isFalse() {
    for (int i = 0; i < 1_000; i++) {
      String secret = FORMAT.issue(RANDOM);
      int at = 7 + RANDOM.nextInt(secret.length() - 7);
      char other = secret.charAt(at) == 'a' ? 'b' : 'a';
      String mutated = secret.substring(0, at) + other + secret.substring(at + 1);

      assertThat(FORMAT.looksIssued(mutated)).isTrue();
      assertThat(FORMAT.checksumHolds(mutated)).as(mutated).isFalse();
    }
  }

  @Test
  void looksIssued_otherLengthOrPrefix_isFalse() {
    String secret = FORMAT.issue(RANDOM);

    assertThat(FORMAT.looksIssued(secret + "0")).isFalse();
    assertThat(FORMAT.looksIssued(secret.substring(1))).isFalse();
    assertThat(FORMAT.looksIssued(secret.replace("vg_key_", "vG_key_"))).isFalse();
    assertThat(FORMAT.looksIssued("")).isFalse();
  }

  @Test
  void prefix_longest_isTaken() {
    KeyFormat longest = new KeyFormat("p".repeat(32));

    assertThat(longest.checksumHolds(longest.issue(RANDOM))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a-b", "ä", "a b", "123456789012345678901234567890123"})
  void prefix_outsideTheRule_isRefused(String prefix) {
    assertThatThrownBy(() -> new KeyFormat(prefix))
        .hasMessage("key-prefix must be 1 to 32 of A-Z a-z 0-9 _: key-prefix=" + prefix);
  }
}
