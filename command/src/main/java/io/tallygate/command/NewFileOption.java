package io.tallygate.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** The option {@code --out} of the commands that begin a file and never write over one. */
@Command
final class NewFileOption {

  private final Invocation invocation;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write to this file, which must not be there yet.")
  private String out = "";

  NewFileOption(Invocation invocation) {
    this.invocation = invocation;
  }

  /** Prints the text, or writes it to the file that is named. */
  int write(String text) throws IOException {
    if (out.isEmpty()) {
      invocation.print(text);
      return ExitCode.OK;
    }
    try {
      Files.write(
          invocation.file(out),
          text.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailed("file must not be there yet: out=" + out);
    }
    invocation.print("written  " + out + "\n");
    return ExitCode.OK;
  }
}
