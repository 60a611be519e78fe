package io.tallygate.policy;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.policy.Policy;
import io.tallygate.policy.yaml.Nearest;
import io.tallygate.policy.yaml.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All that a policy file says. Immutable.
 *
 * @param title of the customers' page
 * @param contact whom to ask for higher limits; on the page and in every 429; may be empty
 * @param messages what the error bodies say, where the file differs from {@link ErrorCode}
 */
public record PolicyFile(
    String title, String contact, Policy policy, Gate gate, Map<ErrorCode, String> messages) {

  /** The policies that come with Tallygate. */
  public static final List<String> BUNDLED = List.of("videogen");

  /** How long a file may be. */
  public static final int BYTES_MAX = 1 << 20;

  /** How many characters a title or a contact may have. */
  public static final int TEXT_MAX = 200;

  /** How many characters the text of an error may have. */
  public static final int MESSAGE_MAX = 500;

  static final String TITLE = "Rate limits";

  public PolicyFile {
    messages = Map.copyOf(messages);
  }

  /**
   * Reads a policy from its text.
   *
   * @param source the file's name, for the messages
   * @throws PolicyException with all that is wrong with the text
   */
  public static PolicyFile parse(String source, String text) {
    return PolicyReader.read(source, text);
  }

  /**
   * Reads a file of at most {@link #BYTES_MAX} bytes in UTF-8.
   *
   * @throws PolicyException if it cannot be read, or with all that is wrong with it
   */
  public static PolicyFile read(Path file) {
    return parse(file.toString(), TextFile.read(file, BYTES_MAX));
  }

  /**
   * Reads a policy that comes with Tallygate.
   *
   * @param name one of {@link #BUNDLED}
   */
  public static PolicyFile bundled(String name) {
    return parse(name, bundledText(name));
  }

  /** The text of a policy that comes with Tallygate, with its comments. */
  public static String bundledText(String name) {
    require(BUNDLED.contains(name), "no policy of this name comes with Tallygate: policy=%s", name);
    return resource(name + ".yaml");
  }

  /**
   * Reads the bundled policy of this name, or else the file: {@code videogen}, {@code limits.yaml}.
   * A file that is called as a bundled policy is read as {@code ./videogen}.
   *
   * @throws PolicyException if there is neither, or with all that is wrong with it
   */
  public static PolicyFile load(String nameOrFile) {
    if (BUNDLED.contains(nameOrFile)) {
      return bundled(nameOrFile);
    }
    try {
      Path file = Path.of(nameOrFile);
      if (Files.exists(file)) {
        return read(file);
      }
    } catch (InvalidPathException e) {
      // No file can have this name, so it is not there either.
    }
    throw new PolicyException(
        List.of(
            "no such file, and no policy of this name comes with Tallygate: policy="
                + Problems.shown(nameOrFile)
                + Nearest.hintOrAll(nameOrFile, BUNDLED)));
  }

  /** The JSON Schema (draft 2020-12) of policy files, for editors. */
  public static String schema() {
    return resource("policy.schema.json");
  }

  private static String resource(String name) {
    try (InputStream in = PolicyFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource must be in the jar: resource=" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the error body of this code says. */
  public String message(ErrorCode code) {
    return messages.getOrDefault(code, code.message());
  }

  public PolicyFile withPolicy(Policy value) {
    return new PolicyFile(title, contact, value, gate, messages);
  }

  /** A file that reads back as this: {@code parse(source, file.toYaml())} equals {@code file}. */
  public String toYaml() {
    return PolicyWriter.write(this);
  }
}
