package io.tallygate.sandbox.http;

import io.tallygate.sandbox.http.ApiError.Code;
import io.tallygate.sandbox.store.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys of a file: in each line a key, its team, its user, and perhaps {@code production-api}. */
public final class KeysFile implements Callers {

  private static final int KEYS_MAX = 10_000;
  private static final long BYTES_MAX = 4 << 20;
  private static final int ID_LENGTH = 12;
  private static final Pattern LINE =
      Pattern.compile(
          "([!-~]{8,200})\\s+([\\w.-]{1,64})\\s+([\\w.-]{1,64})(?:\\s+(production-api))?");
  private static final Pattern BEARER =
      Pattern.compile("Bearer[ ]+([!-~]+)[ ]*", Pattern.CASE_INSENSITIVE);

  private final Map<String, Caller> byHash;

  private KeysFile(Map<String, Caller> byHash) {
    this.byHash = Map.copyOf(byHash);
  }

  /**
   * Reads the file.
   *
   * @throws IOException if it cannot be read, or a line is wrong; the message has no key in it
   */
  public static KeysFile read(Path file) throws IOException {
    if (Files.size(file) > BYTES_MAX) {
      throw new IOException("keys must have at most %s bytes: file=%s".formatted(BYTES_MAX, file));
    }
    Map<String, Caller> byHash = new HashMap<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher parts = LINE.matcher(line);
      if (!parts.matches() || byHash.size() >= KEYS_MAX) {
        throw new IOException(
            "%s:%s: line must be KEY TEAM USER [production-api], KEY of 8 to 200 characters,"
                    .formatted(file, i + 1)
                + " at most "
                + KEYS_MAX
                + " of them");
      }
      String hash = hash(parts.group(1));
      Member member =
          new Member(parts.group(2), parts.group(3), "key_" + hash.substring(0, ID_LENGTH));
      AddOn addOn = parts.group(4) == null ? null : AddOn.PRODUCTION_API;
      if (byHash.put(hash, new Caller(member, addOn)) != null) {
        throw new IOException("%s:%s: key must stand once only".formatted(file, i + 1));
      }
    }
    if (byHash.isEmpty()) {
      throw new IOException(
          "keys must have one line at least, KEY TEAM USER [production-api]: file=" + file);
    }
    return new KeysFile(byHash);
  }

  @Override
  public Optional<Caller> of(Headers headers) {
    Matcher bearer = BEARER.matcher(headers.get("Authorization"));
    if (!bearer.matches()) {
      throw ApiError.of(Code.MISSING_API_KEY, "API key is missing: send Authorization: Bearer KEY");
    }
    return Optional.ofNullable(byHash.get(hash(bearer.group(1))));
  }

  private static String hash(String key) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
