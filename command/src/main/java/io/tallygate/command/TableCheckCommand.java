package io.tallygate.command;

import io.tallygate.limiter.CounterFile.Check;
import io.tallygate.limiter.CounterFile.Pages;
import io.tallygate.limiter.CounterFile.State;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code tallygate table check}. */
@Command(
    name = "check",
    header = "Says how a file of counters was left, and whether it is whole.",
    description =
        "Looks at every page and every counter, and changes nothing; a server may be counting in"
            + " the file. Exits with 1 if something is wrong, or if it is no file of counters.",
    footerHeading = "%nExample:%n",
    footer = "  tallygate table check tallygate-data/counters.tally")
final class TableCheckCommand implements Callable<Integer> {

  @Mixin private final Invocation invocation;
  @Mixin private final TableFileArgument file;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  TableCheckCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
    this.file = new TableFileArgument(invocation);
  }

  @Override
  public Integer call() {
    Check check = file.open().check();
    invocation.print(json ? json(check) : text(check));
    return check.isWhole() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private String text(Check check) {
    return """
        file      %s: %d bytes, %d pages
        state     %s
        counters  %d live, room for %d
        synced    %s
        time      %s
        denied    %s
        verdict   %s
        """
        .formatted(
            file.name(),
            check.fileBytes(),
            check.pages().all(),
            meaning(check.state()),
            check.live(),
            check.counters(),
            shown(check.times().lastSync(), "never"),
            shown(check.times().last(), "none yet"),
            check
                .times()
                .denyUntil()
                .map(until -> "calls of lost counters, until " + shown(Optional.of(until), ""))
                .orElse("none"),
            check.isWhole() ? "whole" + mended(check.pages()) : wrong(check.pages()));
  }

  private static String meaning(State state) {
    return switch (state) {
      case IN_USE -> "in-use: a process counts in it";
      case CLEAN -> "clean: it was closed, nothing is lost";
      case PROCESS_DEATH -> "process-death: its process was killed, nothing is lost";
      case MACHINE_DEATH ->
          "machine-death: the machine died, or nobody can tell; what was counted since it was"
              + " synced may be lost";
    };
  }

  private static String shown(Optional<Instant> time, String otherwise) {
    return time.map(it -> it.truncatedTo(ChronoUnit.SECONDS).toString()).orElse(otherwise);
  }

  private static String mended(Pages pages) {
    return pages.remade() == 0
        ? ""
        : ", with " + pages.remade() + " lost pages that were made anew";
  }

  private static String wrong(Pages pages) {
    List<String> wrongs = new ArrayList<>();
    if (pages.zero() > 0) {
      wrongs.add(
          pages.zero() + " pages were lost with the machine; the next start makes them anew");
    }
    if (pages.foreign() > 0) {
      wrongs.add(
          pages.foreign()
              + " pages are not its own; move the file away, and a new one is made, which counts"
              + " from 0");
    }
    if (pages.impossibleCounters() > 0) {
      wrongs.add(pages.impossibleCounters() + " counters hold what no limit leaves");
    }
    if (pages.strayCounters() > 0) {
      wrongs.add(pages.strayCounters() + " counters stand where no call finds them");
    }
    return "damaged: " + String.join("; ", wrongs);
  }

  private String json(Check check) {
    Pages pages = check.pages();
    ObjectNode node =
        Json.MAPPER
            .createObjectNode()
            .put("file", file.name())
            .put("whole", check.isWhole())
            .put("state", Words.text(check.state()).replace('_', '-'))
            .put("counters", check.counters())
            .put("live", check.live())
            .put("bytes", check.fileBytes());
    check.times().lastSync().ifPresent(it -> node.put("lastSync", it.toString()));
    check.times().last().ifPresent(it -> node.put("time", it.toString()));
    check.times().denyUntil().ifPresent(it -> node.put("denyUntil", it.toString()));
    node.putObject("pages")
        .put("all", pages.all())
        .put("lost", pages.zero())
        .put("remade", pages.remade())
        .put("foreign", pages.foreign())
        .put("impossibleCounters", pages.impossibleCounters())
        .put("strayCounters", pages.strayCounters());
    return Json.text(node);
  }
}
