package io.tallygate.command;

import io.tallygate.gateway.key.SqliteKeys;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** What every command has: its settings, its surroundings, and where it prints. */
@Command
final class Invocation {

  private final Surroundings surroundings;

  @SuppressWarnings("NullAway.Init")
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  Invocation(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /** A file that an argument names, read against the folder that the command runs in. */
  Path file(String name) {
    return surroundings.folder().resolve(name);
  }

  /** What was given on the command line. */
  Map<Setting, String> given() {
    ParseResult result = command.commandLine().getParseResult();
    Map<Setting, String> given = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      if (result.hasMatchedOption(setting.option())) {
        given.put(setting, result.matchedOptionValue(setting.option(), ""));
      }
    }
    return given;
  }

  /** What is set, wherever. */
  Settings settings() {
    return Settings.resolve(given(), surroundings);
  }

  /** The keys of the data folder that is set; there must be some already. */
  SqliteKeys keys(Settings settings) {
    return SqliteKeys.openExisting(settings.path(Setting.DATA), surroundings.ticker());
  }

  void print(String text) {
    PrintWriter out = command.commandLine().getOut();
    out.print(text);
    out.flush();
  }

  /** Says something beside the output: what a script should not have to skip. */
  void note(String line) {
    PrintWriter err = command.commandLine().getErr();
    err.println("tallygate: " + line);
    err.flush();
  }
}
