package io.tallygate.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** The option {@code --out} of the commands whose text may go to a file. */
@Command
final class FileOption {

  private final Invocation invocation;

  @Option(names = "--out", paramLabel = "FILE", description = "Write to this file.")
  private String out = "";

  FileOption(Invocation invocation) {
    this.invocation = invocation;
  }

  /** Prints the text, or writes it to the file that is named. */
  int write(String text) throws IOException {
    if (out.isEmpty()) {
      invocation.print(text);
    } else {
      Files.write(invocation.file(out), text.getBytes(StandardCharsets.UTF_8));
      invocation.print("written  " + out + "\n");
    }
    return ExitCode.OK;
  }
}
