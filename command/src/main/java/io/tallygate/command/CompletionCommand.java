package io.tallygate.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tallygate completion}: what a shell needs to complete commands and options. */
@Command(
    name = "completion",
    header = "Prints a script by which bash or zsh completes commands and options.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate completion > /etc/bash_completion.d/tallygate",
      "  . <(tallygate completion)",
      "  in zsh: autoload -U +X bashcompinit && bashcompinit; . <(tallygate completion)",
    })
final class CompletionCommand implements Callable<Integer> {

  @Mixin private final Invocation invocation;

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec command;

  CompletionCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
  }

  @Override
  public Integer call() {
    invocation.print(AutoComplete.bash("tallygate", command.root().commandLine()));
    return 0;
  }
}
