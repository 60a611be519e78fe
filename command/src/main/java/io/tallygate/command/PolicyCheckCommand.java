package io.tallygate.command;

import io.tallygate.policy.PolicyException;
import io.tallygate.policy.PolicyFile;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tallygate policy check}. */
@Command(
    name = "check",
    header = "Says whether policy files are right, or all that is wrong with them.",
    footerHeading = "%nExample:%n",
    footer = "  tallygate policy check limits.yaml")
final class PolicyCheckCommand implements Callable<Integer> {

  @Mixin private final Invocation invocation;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Policy files, or videogen.")
  private List<String> files = List.of();

  PolicyCheckCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
  }

  @Override
  public Integer call() {
    int worst = ExitCode.OK;
    for (String name : files) {
      try {
        invocation.print("ok: " + name + ": " + size(Policies.load(invocation, name)) + "\n");
      } catch (PolicyException e) { // what is wrong is what was asked for
        invocation.print(e.getMessage() + "\n");
        worst = ExitCode.SOFTWARE;
      }
    }
    return worst;
  }

  private static String size(PolicyFile file) {
    int groups = file.policy().groups().size();
    int endpoints = file.policy().groups().stream().mapToInt(g -> g.endpoints().size()).sum();
    return count(groups, "group") + ", " + count(endpoints, "endpoint");
  }

  private static String count(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
