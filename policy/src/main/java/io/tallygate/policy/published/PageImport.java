package io.tallygate.policy.published;

import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.yaml.Problems;
import java.util.List;

/**
 * What a published page says, as a policy.
 *
 * @param file the policy; what the page does not say has its default
 * @param remarks what was not understood, was passed over or might be meant otherwise, each in one
 *     line with its place; at most 101
 * @param leftOut the lines that look like limits and were not understood
 */
public record PageImport(
    String source, PolicyFile file, List<String> remarks, List<String> leftOut) {

  public PageImport {
    remarks = List.copyOf(remarks);
    leftOut = List.copyOf(leftOut);
  }

  /** A policy file that reads back as {@link #file}, with comments for its owner. */
  public String toYaml() {
    StringBuilder yaml = new StringBuilder();
    yaml.append("# Made from the published page ").append(Problems.shown(source)).append(".\n");
    yaml.append(
        """
        #
        # A page says less than a gateway must know. Look at these before you enforce it: does each
        # group share one counter, what may all else send (other), when does a window start?
        #
        #   tallygate policy check FILE
        #   tallygate policy page --policy FILE
        #
        # Every field is explained in docs/reference/policy-file.md.

        """);
    yaml.append(file.toYaml());
    if (!leftOut.isEmpty()) {
      yaml.append("\n# These lines of the page look like limits and were not understood:\n");
      leftOut.forEach(line -> yaml.append("#   ").append(line).append('\n'));
    }
    return yaml.toString();
  }
}
