package io.tallygate.bench.engine;

import io.tallygate.bench.kept.Line;
import io.tallygate.limiter.Call;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Measures what a counter costs in memory: the heap before and after many were made. */
final class Memory {

  private static final String FIGURE = "memory of a counter";

  private Memory() {}

  /** Prints what each peer's counters add to the heap, and returns it as lines. */
  static List<Line> print(int counters, PrintStream out) {
    out.println("| what | counters | B/counter |");
    out.println("|---|---|---|");
    List<Line> lines = new ArrayList<>();
    lines.add(line("tallygate's table", table(counters), counters));
    out.println(row(lines.get(0), counters));
    int fewer = counters / 5; // a heap holds fewer of the peers'
    String[] keys = Keys.of(fewer);
    for (Peer peer : Peer.values()) {
      if (isMeasured(peer)) {
        Line line = line(peer.label() + ", without the key's text", of(peer, keys), fewer);
        out.println(row(line, fewer));
        lines.add(line);
      }
    }
    return lines;
  }

  private static boolean isMeasured(Peer peer) {
    return switch (peer) {
      case TALLYGATE, TALLYGATE_BY_KEY, BUCKET4J, RESILIENCE4J, GUAVA, FLOOR -> true;
      default -> false; // others hold what one of these holds
    };
  }

  private static Line line(String peer, double bytes, int counters) {
    double each = bytes / counters;
    return new Line(FIGURE, "B", peer, each, each, each);
  }

  private static String row(Line line, int counters) {
    return "| " + line.peer() + " | " + counters + " | " + Spread.number(line.value()) + " |";
  }

  /** The table with as many counters as it was made for; callers are dropped at once. */
  private static double table(int counters) {
    long before = usedBytes();
    try (Limiter limiter = new Limiter(TallygateCounters.config(counters))) {
      LimitSet limits = TallygateCounters.limits(limiter);
      Decision decision = new Decision();
      for (int i = 0; i < counters; i++) {
        Caller caller = limiter.caller(Caller.Kind.KEY, Integer.toString(i), List.of());
        limiter.decide(Call.of(caller, limits), decision);
        if (!decision.isAdmitted()) {
          throw new IllegalStateException("table must hold what it was made for: counters=" + i);
        }
      }
      return usedBytes() - before;
    }
  }

  private static double of(Peer peer, String[] keys) {
    long before = usedBytes();
    try (Counters counters = peer.open(keys)) {
      IntPredicate admit = counters.forThread();
      for (int i = 0; i < keys.length; i++) {
        if (!admit.test(i)) {
          throw new IllegalStateException("table is full: counters=" + i);
        }
      }
      return usedBytes() - before;
    }
  }

  /** As little as the collector can make it. */
  private static long usedBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
