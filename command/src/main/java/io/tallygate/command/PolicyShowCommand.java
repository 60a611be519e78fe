package io.tallygate.command;

import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.PolicyTable;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code tallygate policy show}. */
@Command(
    name = "show",
    header = "Shows a policy as a table: every group, published or not, and the settings.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate policy show videogen",
      "  tallygate policy show --json limits.yaml",
    })
final class PolicyShowCommand implements Callable<Integer> {

  @Mixin private final Invocation invocation;

  @Parameters(paramLabel = "FILE", description = "A policy file, or videogen.")
  private String file = "";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  PolicyShowCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
  }

  @Override
  public Integer call() {
    PolicyFile policy = Policies.load(invocation, file);
    invocation.print(json ? json(policy) : PolicyTable.text(policy));
    return ExitCode.OK;
  }

  private static String json(PolicyFile policy) {
    ObjectNode shown = Json.MAPPER.createObjectNode();
    shown.set("groups", Json.MAPPER.valueToTree(PolicyTable.rows(policy)));
    ObjectNode settings = shown.putObject("settings");
    for (Map.Entry<String, String> setting : PolicyTable.settings(policy).entrySet()) {
      settings.put(setting.getKey(), setting.getValue());
    }
    return Json.text(shown);
  }
}
