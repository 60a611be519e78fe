package io.tallygate.bench.callers;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The command {@code bench/run callers}: prints a table, and draws how the calls came. */
public final class Callers {

  private static final Path PLOT = Path.of("bench", "target", "callers.svg");

  private Callers() {}

  /**
   * Runs all.
   *
   * @param args {@code --quick} for fewer windows; names of contestants for these alone
   */
  public static void run(List<String> args, PrintStream out) throws IOException {
    Course course = args.contains("--quick") ? Course.QUICK : Course.FULL;
    List<Contestant> contestants =
        Stream.of(Contestant.values())
            .filter(
                it ->
                    args.stream().allMatch(arg -> arg.startsWith("--")) || args.contains(it.name()))
            .toList();
    double load = load();
    List<Observed> all = new ArrayList<>();
    out.println("| contestant | work % | refused % | busiest second, times the mean | failed |");
    out.println("|---|---|---|---|---|");
    try (Race race = new Race(course)) {
      for (Contestant contestant : contestants) {
        Observed observed = race.run(contestant);
        all.add(observed);
        out.println(row(observed));
      }
    }
    out.println();
    out.println("load of the machine: before=" + load + " after=" + load());
    Files.writeString(PLOT, Plot.of(all));
  }

  private static String row(Observed one) {
    return String.join(
        " | ",
        "| " + one.contestant().label(),
        figure(one.work()),
        figure(one.refused()),
        figure(one.busiest()),
        one.failed() + " |");
  }

  private static String figure(Observed.Figure it) {
    return String.format(Locale.ROOT, "%.2f [%.2f-%.2f]", it.value(), it.min(), it.max());
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
