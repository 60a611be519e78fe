package io.tallygate.policy.openapi;

import io.tallygate.policy.PolicyException;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.yaml.Problems;
import io.tallygate.policy.yaml.YamlNode;
import io.tallygate.policy.yaml.YamlReader;
import java.util.List;
import java.util.Optional;

/**
 * An OpenAPI file with the limits of a policy: header components, a 429 response, and the group of
 * each operation. All that was there stays as it was written, comments too; a second run changes
 * nothing.
 *
 * @param text the file, in the format it had
 * @param remarks what was left alone, and why; each in one line
 */
public record OpenApiLimits(String text, List<String> remarks) {

  /** How long a file may be, in bytes. */
  public static final int BYTES_MAX = 16 << 20;

  private static final int DEPTH_MAX = 200;

  public OpenApiLimits {
    remarks = List.copyOf(remarks);
  }

  /**
   * Adds what a policy says to an OpenAPI 3.0 or 3.1 file in JSON or YAML.
   *
   * @param source the file's name, for the messages
   * @param text at most {@link #BYTES_MAX} bytes
   * @throws PolicyException if the text is no such file
   */
  public static OpenApiLimits add(String source, String text, PolicyFile policy) {
    boolean marked = text.startsWith("\uFEFF");
    String bare = marked ? text.substring(1) : text;
    Problems problems = new Problems(source);
    YamlNode description = read(bare, problems).orElse(null);
    if (description == null || !problems.isEmpty()) {
      throw new PolicyException(problems.lines());
    }
    EditedText edited = new EditedText(bare);
    Additions additions =
        new Additions(source, edited, new Operations(policy, ServerPath.of(description)));
    additions.make();
    String after = edited.edited();
    Problems made = new Problems(source + ", once added to");
    read(after, made);
    if (!made.isEmpty()) {
      throw new PolicyException(made.lines()); // better none than a file that nobody can read
    }
    return new OpenApiLimits((marked ? "\uFEFF" : "") + after, additions.remarks());
  }

  private static Optional<YamlNode> read(String text, Problems problems) {
    // JSON may be indented with tabs, which YAML forbids; inside its texts they are escaped.
    boolean json = text.stripLeading().startsWith("{");
    return YamlReader.read(json ? text.replace('\t', ' ') : text, problems, DEPTH_MAX);
  }
}
