package io.tallygate.bench.watching;

import io.tallygate.bench.callers.Running;
import io.tallygate.bench.kept.Kept;
import io.tallygate.bench.kept.Line;
import io.tallygate.bench.kept.MachineLoad;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The command {@code bench/run watching}: what it costs that parts of the gateway look on. Two
 * gateways, one watched and one not, which has no database either, are called in turns; what is
 * printed is the ratio of each turn's two, which is true on a busy machine too.
 */
public final class Watching {

  private static final List<String> FIGURES =
      List.of("calls a second", "processor time a call", "median latency", "99th of 100");

  private static final String UNIT = "times unwatched";

  private final PrintStream out;
  private final Length length;

  /** How long it takes. */
  private enum Length {
    QUICK(2, 8, Duration.ofSeconds(1)),
    FULL(3, 14, Duration.ofSeconds(2));

    private final int pairs; // of processes
    private final int turns;
    private final Duration turn;

    Length(int pairs, int turns, Duration turn) {
      this.pairs = pairs;
      this.turns = turns;
      this.turn = turn;
    }

    @Override
    public String toString() {
      return "%d pairs of processes, %d turns of %d s each; median, and half of the turns between"
          .formatted(pairs, turns, turn.toSeconds());
    }
  }

  private Watching(PrintStream out, Length length) {
    this.out = out;
    this.length = length;
  }

  /**
   * Measures.
   *
   * @param args which parts, with commas between them; all of them one by one and together if none
   *     is named; {@code --quick} for fewer turns, {@code --keep} to put the ratios among the
   *     documents
   */
  public static void run(List<String> args, PrintStream out) throws IOException {
    String load = MachineLoad.now();
    List<Set<Watch>> sets = new ArrayList<>();
    args.stream().filter(one -> !one.startsWith("--")).map(Watch::parse).forEach(sets::add);
    if (sets.isEmpty()) {
      Watch.all().forEach(part -> sets.add(EnumSet.of(part)));
      if (sets.size() > 1) {
        sets.add(EnumSet.allOf(Watch.class));
      }
    }
    Length length = args.contains("--quick") ? Length.QUICK : Length.FULL;
    Watching watching = new Watching(out, length);
    List<Line> lines = new ArrayList<>();
    FIGURES.forEach(figure -> lines.add(new Line(figure, UNIT, "nothing", 1, 1, 1)));
    out.println("| watched by | " + String.join(" | ", FIGURES) + " |");
    out.println("|---|" + "---|".repeat(FIGURES.size()));
    for (Set<Watch> set : sets) {
      lines.addAll(watching.measure(set));
    }
    out.println();
    out.println("Ratio of watched to unwatched: median [half of the turns between], of all turns.");
    load += " before, " + MachineLoad.now() + " after";
    out.println("load of the machine: " + load);
    if (args.contains("--keep")) {
      new Kept("watching", length.toString(), load, lines).into(Path.of("docs", "benchmarks.json"));
    }
  }

  private List<Line> measure(Set<Watch> set) throws IOException {
    List<List<Double>> ratios = new ArrayList<>();
    FIGURES.forEach(figure -> ratios.add(new ArrayList<>()));
    for (int pair = 0; pair < length.pairs; pair++) {
      Path folder = Files.createTempDirectory("tallygate-watching");
      try (QuickUpstream upstream = new QuickUpstream();
          Receiver receiver = new Receiver();
          Measured off = Measured.start(upstream, receiver, folder.resolve("off"), Set.of());
          Measured on = Measured.start(upstream, receiver, folder.resolve("on"), set)) {
        off.turn(length.turn.multipliedBy(3), pair); // to be compiled
        on.turn(length.turn.multipliedBy(3), pair);
        for (int i = 0; i < length.turns; i++) {
          long seed = 1L + (long) pair * length.turns + i;
          double[] first = (i % 2 == 0 ? off : on).turn(length.turn, seed);
          double[] second = (i % 2 == 0 ? on : off).turn(length.turn, seed);
          for (int figure = 0; figure < ratios.size(); figure++) {
            double ratio = second[figure] / first[figure];
            ratios.get(figure).add(i % 2 == 0 ? ratio : 1 / ratio);
          }
        }
        check(set, receiver, on);
      } finally {
        delete(folder);
      }
    }
    List<Line> lines = new ArrayList<>();
    for (int figure = 0; figure < ratios.size(); figure++) {
      lines.add(line(FIGURES.get(figure), Watch.words(set), ratios.get(figure)));
    }
    List<String> cells = lines.stream().map(Watching::spread).toList();
    out.println("| " + Watch.words(set) + " | " + String.join(" | ", cells) + " |");
    return lines;
  }

  /** A part that did nothing was not measured. */
  private static void check(Set<Watch> set, Receiver receiver, Measured on) throws IOException {
    boolean sends = set.contains(Watch.ALERTS) || set.contains(Watch.TRACES);
    if (sends && receiver.received() == 0) {
      throw new IOException("alerts and traces must be sent: received=0");
    }
    if (on.viewer() != null && on.viewer().bytes() == 0) {
      throw new IOException("dashboard must send its figures: bytes=0");
    }
  }

  private static Line line(String figure, String parts, List<Double> ratios) {
    double[] sorted = ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int last = sorted.length - 1;
    return new Line(
        figure, UNIT, parts, sorted[last / 2], sorted[last / 4], sorted[last - last / 4]);
  }

  private static String spread(Line line) {
    return String.format(Locale.ROOT, "%.3f [%.3f-%.3f]", line.value(), line.min(), line.max());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Watching::deleteOne);
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A gateway that is called in turns. */
  private record Measured(Running process, int port, @Nullable Viewer viewer)
      implements AutoCloseable {

    static Measured start(QuickUpstream upstream, Receiver receiver, Path folder, Set<Watch> parts)
        throws IOException {
      Running process =
          Running.start(
              WatchedGateway.class,
              Integer.toString(upstream.port()),
              folder.toString(),
              receiver.uri().toString(),
              Watch.words(parts));
      int port = (int) number(process, WatchedGateway.PORT);
      int adminPort = (int) number(process, WatchedGateway.ADMIN_PORT);
      String token = text(process, WatchedGateway.TOKEN);
      boolean viewed = parts.contains(Watch.DASHBOARD);
      return new Measured(process, port, viewed ? viewer(adminPort, token) : null);
    }

    private static Viewer viewer(int adminPort, String token) throws IOException {
      try {
        return Viewer.open(adminPort, token);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }

    private long processorNanos() throws IOException {
      process.say("");
      return number(process, WatchedGateway.NANOS);
    }

    private static long number(Running process, String word) throws IOException {
      return Long.parseLong(text(process, word));
    }

    /** Behind a word; what else is printed is some library's. */
    private static String text(Running process, String word) throws IOException {
      String line = process.line();
      while (!line.startsWith(word)) {
        line = process.line();
      }
      return line.substring(word.length());
    }

    /** One turn's figures, in their order. */
    double[] turn(Duration time, long seed) throws IOException {
      try {
        long before = processorNanos();
        Load.Answered answered = Load.run(port, time, seed);
        double nanos = processorNanos() - before;
        return new double[] {
          answered.perSecond(), nanos / answered.calls(), answered.median(), answered.slow()
        };
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }

    @Override
    public void close() throws IOException {
      if (viewer != null) {
        viewer.close();
      }
      process.close();
    }
  }
}
