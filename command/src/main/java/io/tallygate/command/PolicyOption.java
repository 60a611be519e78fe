package io.tallygate.command;

import io.tallygate.policy.PolicyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The option {@code --policy} of the commands that ask a policy something. */
@Command
final class PolicyOption {

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "A policy file; by default videogen.")
  private String file = "videogen";

  PolicyFile load(Invocation invocation) {
    return Policies.load(invocation, file);
  }
}
