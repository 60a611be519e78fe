package io.tallygate.command;

import io.tallygate.gateway.key.DataException;
import io.tallygate.limiter.storage.TableException;
import io.tallygate.policy.PolicyException;
import io.tallygate.policy.yaml.Nearest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says what went wrong on stderr, each in one line that begins with {@code tallygate: }. Never
 * repeats an argument that it does not know, for it may be a secret.
 */
final class OneLineErrors
    implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {

  private static final Pattern OPTION =
      Pattern.compile("(--?[a-z][a-z-]{0,30})(=.*)?", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("[a-z][a-z-]{0,15}");

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    if (args.length == 0) {
      command.usage(command.getErr());
      return ExitCode.USAGE;
    }
    String message =
        e instanceof UnmatchedArgumentException unmatched
            ? unmatched(unmatched, command.getCommandSpec())
            : lowerCaseFirst(String.valueOf(e.getMessage()));
    tell(command, message);
    tell(command, "see `" + command.getCommandSpec().qualifiedName() + " --help`");
    return ExitCode.USAGE;
  }

  private static String unmatched(UnmatchedArgumentException e, CommandSpec spec) {
    String first = e.getUnmatched().isEmpty() ? "" : e.getUnmatched().get(0);
    var option = OPTION.matcher(first);
    if (option.matches()) {
      List<String> known = new ArrayList<>();
      spec.options().forEach(o -> known.addAll(List.of(o.names())));
      String name = option.group(1);
      return "no such option: option=" + name + Nearest.hint(name, known);
    }
    if (!spec.subcommands().isEmpty()) {
      return WORD.matcher(first).matches()
          ? "no such command: command="
              + first
              + Nearest.hintOrAll(first, spec.subcommands().keySet())
          : "no such command; known are " + String.join(", ", spec.subcommands().keySet());
    }
    return "too many arguments: surplus=" + e.getUnmatched().size();
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result)
      throws Exception {
    if (e instanceof SettingsException || e instanceof IllegalArgumentException) {
      tell(command, String.valueOf(e.getMessage()));
      return ExitCode.USAGE;
    }
    if (e instanceof CommandFailed
        || e instanceof DataException
        || e instanceof PolicyException
        || e instanceof TableException) {
      tell(command, String.valueOf(e.getMessage()));
      return ExitCode.SOFTWARE;
    }
    if (e instanceof IOException) {
      tell(command, "failed: cause=" + e);
      return ExitCode.SOFTWARE;
    }
    tell(command, "failed by a fault of its own, please report it: cause=" + e);
    e.printStackTrace(command.getErr());
    return ExitCode.SOFTWARE;
  }

  /** A message of several lines tells of several faults. */
  private static void tell(CommandLine command, String message) {
    Stream.of(message.split("\n")).forEach(line -> command.getErr().println("tallygate: " + line));
    command.getErr().flush();
  }

  private static String lowerCaseFirst(String text) {
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
