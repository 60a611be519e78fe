package io.tallygate.command;

import io.tallygate.limiter.CounterFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The argument FILE of the commands on a file of counters. */
@Command
final class TableFileArgument {

  private final Invocation invocation;

  @Parameters(paramLabel = "FILE", description = "A file of counters.")
  private String file = "";

  TableFileArgument(Invocation invocation) {
    this.invocation = invocation;
  }

  /** As it was given. */
  String name() {
    return file;
  }

  CounterFile open() {
    return CounterFile.of(invocation.file(file), invocation.surroundings().ticker());
  }
}
