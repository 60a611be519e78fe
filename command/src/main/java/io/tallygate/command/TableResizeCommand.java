package io.tallygate.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tallygate table resize}. */
@Command(
    name = "resize",
    header = "Gives a file room for another number of counters.",
    description =
        "Stop the server first. Every live counter is kept, with all that it has counted. A new"
            + " file is written beside the old one, and put in its place at the very end; until"
            + " then nothing has changed. The disk needs room for both.",
    footerHeading = "%nExample:%n",
    footer = "  tallygate table resize tallygate-data/counters.tally --counters 2000000")
final class TableResizeCommand implements Callable<Integer> {

  private static final int QUIET_PAGES = 8_192; // 1 M slots, which take less than a second or two
  private static final int TENTH = 10;

  @Mixin private final Invocation invocation;
  @Mixin private final TableFileArgument file;

  @Option(
      names = "--counters",
      paramLabel = "N",
      required = true,
      description = "How many shall find room for sure, 16 to 50000000; about 40 bytes each.")
  private String counters = "";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private int told;

  TableResizeCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
    this.file = new TableFileArgument(invocation);
  }

  @Override
  public Integer call() {
    told = 0;
    int number = Quantity.number("counters", counters);
    long moved = file.open().resize(number, this::tell);
    invocation.print(json ? json(number, moved) : text(number, moved));
    return ExitCode.OK;
  }

  private void tell(int done, int all) {
    int tenths = (int) ((long) done * TENTH / all);
    if (all >= QUIET_PAGES && tenths > told) {
      told = tenths;
      invocation.note("resizing: " + tenths * TENTH + " %");
    }
  }

  private String text(int number, long moved) {
    return "resized  %s: room for %d counters, %d live ones kept%n"
        .formatted(file.name(), number, moved);
  }

  private String json(int number, long moved) {
    return Json.text(
        Json.MAPPER
            .createObjectNode()
            .put("file", file.name())
            .put("counters", number)
            .put("kept", moved));
  }
}
