package io.tallygate.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code tallygate table}: the file in which counters outlive the server. */
@Command(
    name = "table",
    header = "Checks, prints and resizes the file of counters.",
    description =
        "FILE is counters.tally in a server's data folder. It tells neither keys nor callers: its"
            + " ids are hashes that nobody can turn back. Reads neither the environment nor a file"
            + " of settings.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate table check tallygate-data/counters.tally",
      "  tallygate table resize tallygate-data/counters.tally --counters 2000000",
    },
    synopsisSubcommandLabel = "COMMAND")
final class TableCommand {

  /** The command with all that belong to it. */
  static CommandLine line(Surroundings surroundings) {
    return new CommandLine(new TableCommand())
        .addSubcommand(new TableCheckCommand(surroundings))
        .addSubcommand(new TableDumpCommand(surroundings))
        .addSubcommand(new TableResizeCommand(surroundings));
  }
}
