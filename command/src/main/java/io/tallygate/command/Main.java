package io.tallygate.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code tallygate}. */
@Command(
    name = "tallygate",
    description = "Rate limits for an HTTP API: per key, per endpoint, per hour.",
    subcommands = {PolicyCommand.class},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
