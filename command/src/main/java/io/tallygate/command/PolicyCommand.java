package io.tallygate.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code tallygate policy}: policy files are written, checked, shown and compared. */
@Command(
    name = "policy",
    header = "Writes, checks, shows and compares policy files.",
    description = "FILE may be the name of a policy that comes with Tallygate: videogen.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate policy new --out limits.yaml",
      "  tallygate policy check limits.yaml",
      "  tallygate policy explain POST /v1/files/upload",
    },
    synopsisSubcommandLabel = "COMMAND")
final class PolicyCommand {

  /** The command with all that belong to it. */
  static CommandLine line(Surroundings surroundings) {
    return new CommandLine(new PolicyCommand())
        .addSubcommand(new PolicyNewCommand(surroundings))
        .addSubcommand(new PolicyImportCommand(surroundings))
        .addSubcommand(new PolicyCheckCommand(surroundings))
        .addSubcommand(new PolicyShowCommand(surroundings))
        .addSubcommand(new PolicyExplainCommand(surroundings))
        .addSubcommand(new PolicyPageCommand(surroundings))
        .addSubcommand(new PolicyOpenApiCommand(surroundings))
        .addSubcommand(new PolicyDiffCommand(surroundings))
        .addSubcommand(new PolicyTryCommand(surroundings))
        .addSubcommand(new PolicySchemaCommand(surroundings));
  }
}
