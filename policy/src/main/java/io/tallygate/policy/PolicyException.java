package io.tallygate.policy;

import java.util.List;

/**
 * A file that is refused, with all that is wrong with it.
 *
 * <p>Each problem is one line, {@code limits.yaml:12:3: unknown field: field=limt group=tools; did
 * you mean 'limit'?}; at most 20 are told, the rest is counted in a last line.
 */
public final class PolicyException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  public PolicyException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** At least one line, in the order of the file. */
  public List<String> problems() {
    return problems;
  }
}
