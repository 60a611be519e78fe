package io.tallygate.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The command {@code tallygate}. */
@Command(
    name = "tallygate",
    description = "Rate limits for an HTTP API: per key, per endpoint, per hour.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate demo --hour 20s",
      "  tallygate serve --upstream http://127.0.0.1:9000 --policy limits.yaml",
      "  tallygate key create --name acme",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:Done.", "1:Failed.", "2:Not understood: what was given or set is wrong."},
    synopsisSubcommandLabel = "COMMAND")
public final class Main {

  private static final int ABBREVIATE_OVER = 10; // options

  private Main() {}

  public static void main(String[] args) {
    CommandLine command = command(Surroundings.ofProcess());
    command.setOut(writer(FileDescriptor.out));
    command.setErr(writer(FileDescriptor.err));
    System.exit(command.execute(args));
  }

  /** The command with all that belong to it. */
  static CommandLine command(Surroundings surroundings) {
    OneLineErrors errors = new OneLineErrors();
    CommandLine command =
        new CommandLine(new Main())
            .addSubcommand(new DemoCommand(surroundings))
            .addSubcommand(new ServeCommand(surroundings))
            .addSubcommand(SandboxCommand.line(surroundings))
            .addSubcommand(new ConfigCommand(surroundings))
            .addSubcommand(KeyCommand.line(surroundings))
            .addSubcommand(OwnerCommand.line(surroundings))
            .addSubcommand(PlanCommand.line(surroundings))
            .addSubcommand(LimitCommand.line(surroundings))
            .addSubcommand(AlertCommand.line(surroundings))
            .addSubcommand(AuditCommand.line(surroundings))
            .addSubcommand(new UsageCommand(surroundings))
            .addSubcommand(new TopCommand(surroundings))
            .addSubcommand(PolicyCommand.line(surroundings))
            .addSubcommand(TableCommand.line(surroundings))
            .addSubcommand(new ProbeCommand(surroundings))
            .addSubcommand(new CoachCommand(surroundings))
            .addSubcommand(TokenCommand.line(surroundings))
            .addSubcommand(new CompletionCommand(surroundings));
    addOptions(command);
    return command
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .setExpandAtFiles(false); // a reason may begin with @
  }

  private static void addOptions(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    if (spec.userObject() instanceof SettingOptions.Taker taker) {
      SettingOptions.add(spec, taker.settings());
      if (taker instanceof StoreCommand) {
        SettingOptions.add(spec, Setting.ofCommands());
      }
    }
    if (spec.findOption("--help") == null) {
      spec.addOption(
          OptionSpec.builder("-h", "--help")
              .usageHelp(true)
              .description("Show this help message and exit.")
              .build());
    }
    UsageMessageSpec usage = spec.usageMessage();
    usage.sortOptions(false);
    usage.synopsisHeading(usage.header().length == 0 ? "Usage: " : "%nUsage: ");
    usage.descriptionHeading("%n").parameterListHeading("%n").optionListHeading("%n");
    usage.commandListHeading("%nCommands:%n");
    usage.abbreviateSynopsis(spec.options().size() > ABBREVIATE_OVER);
    command.getSubcommands().values().forEach(Main::addOptions);
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
