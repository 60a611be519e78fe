package io.tallygate.bench;

import io.tallygate.limiter.Call;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.LimiterConfig;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntPredicate;

/** Measures what a counter costs in memory: the heap before and after many were made. */
final class Memory {

  private static final int SLOT_BYTES = 32;
  private static final int SLOTS = 1 << 20;
  private static final int COUNTERS = SLOTS / 2;

  private Memory() {}

  static void print(PrintStream out) {
    out.println("| what | counters | B/counter |");
    out.println("|---|---|---|");
    table(out);
    String[] keys = Keys.of(COUNTERS);
    for (Peer peer : Peer.values()) {
      if (peer != Peer.BUCKET4J_COARSE) { // it holds what bucket4j holds
        out.println(row(peer.label() + ", without the key's text", COUNTERS, of(peer, keys)));
      }
    }
  }

  private static String row(String label, int counters, double bytes) {
    return "| " + label + " | " + counters + " | " + Spread.number(bytes / counters) + " |";
  }

  /** The table alone, filled until a counter finds no room; callers are dropped at once. */
  private static void table(PrintStream out) {
    long before = usedBytes();
    try (Limiter limiter = new Limiter(LimiterConfig.DEFAULT.withCounters(SLOTS))) {
      LimitSet limits = TallygateCounters.limits(limiter);
      Decision decision = new Decision();
      int counters = 0;
      while (true) {
        Caller caller = limiter.caller(Caller.Kind.KEY, Integer.toString(counters), List.of());
        limiter.decide(Call.of(caller, limits), decision);
        if (!decision.isAdmitted()) {
          break;
        }
        counters++;
      }
      double measured = usedBytes() - before;
      out.println(row("tallygate's table, full, by arithmetic", counters, SLOTS * SLOT_BYTES));
      out.println(row("tallygate's table, full, measured", counters, measured));
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
