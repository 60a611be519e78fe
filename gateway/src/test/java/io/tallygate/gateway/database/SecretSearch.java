package io.tallygate.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.KeyHash;
import io.tallygate.gateway.key.NewKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Ten thousand secrets, issued to be looked for in files. */
final class SecretSearch {

  private static final int KEYS = 10_000;
  private static final KeyFormat FORMAT = new KeyFormat("vg_key_");

  private final Set<String> sought = new HashSet<>();
  private String hash = "";

  /** Issues them. */
  void issue(StoredAdministration all) {
    for (int i = 0; i < KEYS; i++) {
      String secret = all.keys().create(NewKey.of("key"), FORMAT).secret();
      hash = new String(KeyHash.of(secret).bytes(), StandardCharsets.ISO_8859_1);
      int start = FORMAT.prefix().length();
      sought.add(secret.substring(start, start + KeyFormat.RANDOM_LENGTH));
    }
    assertThat(sought).hasSize(KEYS);
  }

  /** Looks into each file; their hashes must be found by the same search. */
  void assertNoneIn(List<Path> files) throws IOException {
    int hashes = 0;
    for (Path file : files) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      hashes += text.contains(hash) ? 1 : 0;
      int run = 0; // of letters and digits, which secrets are made of
      for (int end = 1; end <= text.length(); end++) {
        run = Character.isLetterOrDigit(text.charAt(end - 1)) ? run + 1 : 0;
        if (run >= KeyFormat.RANDOM_LENGTH
            && sought.contains(text.substring(end - KeyFormat.RANDOM_LENGTH, end))) {
          throw new AssertionError("a secret is in " + file);
        }
      }
    }
    assertThat(hashes).as("files with a hash").isPositive();
  }
}
