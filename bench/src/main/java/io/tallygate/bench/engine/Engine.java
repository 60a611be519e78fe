package io.tallygate.bench.engine;

import io.tallygate.bench.kept.Kept;
import io.tallygate.bench.kept.Line;
import io.tallygate.bench.kept.MachineLoad;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** The command {@code bench/run engine}: one decision beside its peers, against its goals. */
public final class Engine {

  /*
   * All peers of a case run one after another, each in a JVM of its own; that is a round. Rounds
   * are repeated. So a machine that is slow for a minute is slow for all peers of a round, and
   * ratios are those of a round.
   */

  private static final Path TARGET = Path.of("bench", "target");
  private static final Path DOCS = Path.of("docs");

  private Engine() {}

  /**
   * Runs all.
   *
   * @param args {@code --quick} for fewer rounds, {@code --keep} to put the results among the
   *     documents
   */
  public static void run(List<String> args, PrintStream out) throws RunnerException, IOException {
    Rounds rounds = args.contains("--quick") ? Rounds.QUICK : Rounds.FULL;
    String load = MachineLoad.now();
    Map<Case, Map<Peer, Measured>> all = new LinkedHashMap<>();
    List<Line> lines = new ArrayList<>();
    out.println("| case | peer | ns/decision | times ours | B/decision |");
    out.println("|---|---|---|---|---|");
    for (Case each : Case.ALL) {
      Map<Peer, Measured> measured = rounds.measure(each);
      measured.values().forEach(it -> out.println(row(each, it, measured)));
      measured.values().forEach(it -> lines.addAll(lines(each, it)));
      all.put(each, measured);
    }
    out.println();
    lines.addAll(goals(all, out));
    out.println();
    lines.addAll(Memory.print(rounds.counters(), out));
    out.println();
    String plot = growth(rounds, lines, out);
    load += " before, " + MachineLoad.now() + " after";
    out.println();
    out.println("load of the machine: " + load);
    String name = "engine-" + Runtime.version().feature();
    Files.writeString(TARGET.resolve(name + ".svg"), plot);
    if (args.contains("--keep")) {
      Files.createDirectories(DOCS.resolve("benchmarks"));
      Files.writeString(DOCS.resolve("benchmarks").resolve(name + ".svg"), plot);
      new Kept(name, rounds.toString(), load, lines).into(DOCS.resolve("benchmarks.json"));
    }
  }

  private static String row(Case each, Measured one, Map<Peer, Measured> all) {
    Peer first = each.peers().get(0);
    String times = one.peer() == first ? "1" : one.times(all.getOrDefault(first, one)).toString();
    return String.join(
        " | ",
        "| " + each.label(),
        one.peer().label(),
        one.nanos().toString(),
        times,
        String.format(Locale.ROOT, "%.3f |", one.bytesSpread().median()));
  }

  private static List<Line> lines(Case each, Measured one) {
    Spread nanos = one.nanos();
    Spread bytes = one.bytesSpread();
    String peer = one.peer().label();
    return List.of(
        new Line(each.label(), "ns", peer, nanos.median(), nanos.min(), nanos.max()),
        new Line(
            each.label() + ", allocated", "B", peer, bytes.median(), bytes.min(), bytes.max()));
  }

  private static List<Line> goals(Map<Case, Map<Peer, Measured>> all, PrintStream out) {
    List<Line> lines = new ArrayList<>();
    out.println("| case | ours | against | ratio | goal | |");
    out.println("|---|---|---|---|---|---|");
    for (Goal goal : Goal.ALL) {
      Map<Peer, Measured> measured = all.getOrDefault(goal.within(), new EnumMap<>(Peer.class));
      out.println(goal.row(measured));
      lines.add(goal.line(measured));
    }
    return lines;
  }

  private static String growth(Rounds rounds, List<Line> lines, PrintStream out) {
    List<Growth.Point> points = Growth.measure(rounds.decisions());
    out.println("| counters | ns/decision | ns/cache miss |");
    out.println("|---|---|---|");
    for (Growth.Point each : points) {
      out.println(
          String.format(
              Locale.ROOT,
              "| %,d | %.0f | %.0f |",
              each.counters(),
              each.nanos(),
              each.floorNanos()));
      String figure = String.format(Locale.ROOT, "%,d counters", each.counters());
      double nanos = each.nanos();
      double floor = each.floorNanos();
      lines.add(new Line(figure, "ns", "one decision", nanos, nanos, nanos));
      lines.add(new Line(figure, "ns", "one cache miss", floor, floor, floor));
    }
    return GrowthPlot.of(points);
  }
}
