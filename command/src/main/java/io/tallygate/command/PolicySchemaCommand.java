package io.tallygate.command;

import io.tallygate.policy.PolicyFile;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tallygate policy schema}. */
@Command(
    name = "schema",
    header = "Writes the JSON Schema of policy files, for editors.",
    footerHeading = "%nExample:%n",
    footer = "  tallygate policy schema --out policy.schema.json")
final class PolicySchemaCommand implements Callable<Integer> {

  @Mixin private final Invocation invocation;

  @Mixin private final FileOption out;

  PolicySchemaCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
    this.out = new FileOption(invocation);
  }

  @Override
  public Integer call() throws IOException {
    return out.write(PolicyFile.schema());
  }
}
