package io.tallygate.command;

import io.tallygate.limiter.CounterFile.Counter;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code tallygate table dump}. */
@Command(
    name = "dump",
    header = "Prints every live counter of a file.",
    description =
        "One line each, in the order of the file; a server may be counting in it. An id is a keyed"
            + " hash of caller and limit. The reset is the end of the window, or, with smooth, when"
            + " all has come back. What is used is not told of smooth limits, for only the policy"
            + " knows their numbers.",
    footerHeading = "%nExample:%n",
    footer = "  tallygate table dump tallygate-data/counters.tally")
final class TableDumpCommand implements Callable<Integer> {

  private static final String LINE = "%-32s  %-14s  %9s  %-24s  %s%n";
  private static final int CHUNK = 1 << 16; // characters that are printed at once

  @Mixin private final Invocation invocation;
  @Mixin private final TableFileArgument file;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final StringBuilder chunk = new StringBuilder();
  private long printed;

  TableDumpCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
    this.file = new TableFileArgument(invocation);
  }

  @Override
  public Integer call() {
    printed = 0;
    chunk.setLength(0);
    if (json) {
      file.open().dump(counter -> add(counter, TableDumpCommand::json));
      chunk.append(printed == 0 ? "[]\n" : "\n]\n");
    } else {
      chunk.append(LINE.formatted("ID", "RULE", "PERIOD", "RESET", "USED"));
      file.open().dump(counter -> add(counter, TableDumpCommand::line));
    }
    invocation.print(chunk.toString());
    return ExitCode.OK;
  }

  private void add(Counter counter, Function<Counter, String> form) {
    if (json) {
      chunk.append(printed == 0 ? "[\n" : ",\n");
    }
    chunk.append(form.apply(counter));
    printed++;
    if (chunk.length() > CHUNK) {
      invocation.print(chunk.toString());
      chunk.setLength(0);
    }
  }

  private static String line(Counter counter) {
    return LINE.formatted(
        counter.id(),
        rule(counter),
        Quantity.text(counter.period()),
        counter.reset().map(Object::toString).orElse("-"),
        counter.used().isPresent() ? Long.toString(counter.used().getAsLong()) : "-");
  }

  private static String json(Counter counter) {
    ObjectNode node =
        Json.MAPPER
            .createObjectNode()
            .put("id", counter.id())
            .put("rule", rule(counter))
            .put("periodSeconds", counter.period().toSeconds());
    counter.reset().ifPresent(it -> node.put("reset", it.toString()));
    counter.used().ifPresent(it -> node.put("used", it));
    return "  " + node;
  }

  private static String rule(Counter counter) {
    return Words.text(counter.algorithm()).replace('_', '-');
  }
}
