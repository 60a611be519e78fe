package io.tallygate.bench.callers;

import io.tallygate.bench.kept.Kept;
import io.tallygate.bench.kept.Line;
import io.tallygate.bench.kept.MachineLoad;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.runner.RunnerException;

/** The command {@code bench/run callers}: prints tables, and draws how the calls came. */
public final class Callers {

  private static final Path PLOT = Path.of("bench", "target", "callers.svg");
  private static final Path KEPT_PLOT = Path.of("docs", "benchmarks", "callers.svg");
  private static final Path KEPT = Path.of("docs", "benchmarks.json");

  private Callers() {}

  /**
   * Runs all.
   *
   * @param args {@code --quick} for fewer windows, {@code --keep} to put the results among the
   *     documents
   */
  public static void run(List<String> args, PrintStream out) throws IOException, RunnerException {
    Course course = args.contains("--quick") ? Course.QUICK : Course.FULL;
    String load = MachineLoad.now();
    List<Line> lines = new ArrayList<>();
    List<Observed> all = race(course, lines, out);
    out.println();
    List<Line> overhead = Overhead.measure(args.contains("--quick") ? 1 : 3);
    out.println("| figure | client | median | unit |");
    out.println("|---|---|---|---|");
    overhead.forEach(it -> out.println(row(it.figure(), it.peer(), shown(it, "%.0f"), it.unit())));
    lines.addAll(overhead);
    load += " before, " + MachineLoad.now() + " after";
    out.println();
    out.println("load of the machine: " + load);
    Files.writeString(PLOT, Plot.of(all));
    if (args.contains("--keep")) {
      Files.createDirectories(KEPT_PLOT.getParent());
      Files.copy(PLOT, KEPT_PLOT, StandardCopyOption.REPLACE_EXISTING);
      new Kept("callers", course.toString(), load, lines).into(KEPT);
    }
  }

  private static List<Observed> race(Course course, List<Line> lines, PrintStream out)
      throws IOException {
    List<Observed> all = new ArrayList<>();
    out.println("| caller | work, % | refused, % | busiest second, times the mean | failed |");
    out.println("|---|---|---|---|---|");
    try (Race race = new Race(course)) {
      for (Contestant contestant : Contestant.values()) {
        Observed one = race.run(contestant);
        all.add(one);
        lines.addAll(Lines.of(one));
        List<String> figures = Lines.of(one).stream().map(it -> shown(it, "%.2f")).toList();
        String failed = Integer.toString(one.failed());
        out.println(
            row(contestant.label(), figures.get(0), figures.get(1), figures.get(2), failed));
      }
    }
    return all;
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String shown(Line it, String number) {
    String format = number + " [" + number + "-" + number + "]";
    return String.format(Locale.ROOT, format, it.value(), it.min(), it.max());
  }
}
