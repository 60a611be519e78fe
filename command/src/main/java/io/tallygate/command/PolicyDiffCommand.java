package io.tallygate.command;

import io.tallygate.policy.PolicyDiff;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tallygate policy diff}. */
@Command(
    name = "diff",
    header = "Says what a customer would notice if NEW took the place of OLD.",
    description = "The exit code is 0 if that is nothing, and 1 if it is something.",
    footerHeading = "%nExample:%n",
    footer = "  tallygate policy diff limits.yaml new-limits.yaml")
final class PolicyDiffCommand implements Callable<Integer> {

  private static final int DIFFERENT = 1;

  @Mixin private final Invocation invocation;

  @Parameters(index = "0", paramLabel = "OLD", description = "What is in force.")
  private String before = "";

  @Parameters(index = "1", paramLabel = "NEW", description = "What shall be.")
  private String after = "";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  PolicyDiffCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
  }

  @Override
  public Integer call() {
    PolicyDiff diff =
        PolicyDiff.of(Policies.load(invocation, before), Policies.load(invocation, after));
    invocation.print(json ? Json.text(Json.MAPPER.valueToTree(diff.changes())) : diff.text());
    return diff.isEmpty() ? ExitCode.OK : DIFFERENT;
  }
}
