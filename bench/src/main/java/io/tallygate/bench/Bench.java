package io.tallygate.bench;

import io.tallygate.bench.callers.Callers;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs all peers in all cases, and prints tables of what was measured, in Markdown. */
public final class Bench {

  /*
   * All peers of a case run one after another, each in a JVM of its own; that is a round. Rounds
   * are repeated. So a machine that is slow for a minute is slow for all peers of a round, and
   * ratios are those of a round.
   */

  private static final String BYTES = "gc.alloc.rate.norm";
  private static final int MANY = 1 << 20;

  private record Case(String label, int keys, int threads) {}

  private static final List<Case> CASES =
      List.of(
          new Case("one hot key, 1 thread", 1, 1),
          new Case("one hot key, 2 threads", 1, 2),
          new Case("1 Mi keys, 1 thread", MANY, 1));

  /** How long a measurement takes. Peers differ in how long they need to be compiled. */
  private enum Form {
    SHORT(3, 2_000, 300),
    FULL(5, 5_000, 1_000);

    private static final int WARMUPS = 4;
    private static final int ITERATIONS = 3;

    private final int rounds;
    private final int warmupMillis; // together
    private final int millis; // per iteration

    Form(int rounds, int warmupMillis, int millis) {
      this.rounds = rounds;
      this.warmupMillis = warmupMillis;
      this.millis = millis;
    }
  }

  private Bench() {}

  public static void main(String[] args) throws RunnerException, IOException {
    if (args.length > 0 && args[0].equals("callers")) {
      Callers.run(List.of(args).subList(1, args.length), System.out);
      return;
    }
    Form form = List.of(args).contains("--full") ? Form.FULL : Form.SHORT;
    System.out.println("| case | peer | ns/decision | times ours | B/decision |");
    System.out.println("|---|---|---|---|---|");
    for (Case each : CASES) {
      Map<Peer, Measured> measured = measure(each, form);
      measured.values().forEach(it -> System.out.println(row(each, it, measured)));
    }
    System.out.println();
    Memory.print(System.out);
  }

  private static String row(Case each, Measured one, Map<Peer, Measured> all) {
    Measured ours = all.getOrDefault(Peer.TALLYGATE, one);
    String times = one.peer() == Peer.TALLYGATE ? "1" : one.times(ours).toString();
    return String.join(
        " | ",
        "| " + each.label(),
        one.peer().label(),
        one.nanos().toString(),
        times,
        Spread.number(one.bytesSpread().median()) + " |");
  }

  private static Map<Peer, Measured> measure(Case each, Form form) throws RunnerException {
    Map<Peer, Measured> measured = new EnumMap<>(Peer.class);
    for (int round = 1; round <= form.rounds; round++) {
      System.err.println(each.label() + ", round " + round + " of " + form.rounds);
      for (RunResult result : new Runner(options(each, form)).run()) {
        Peer peer = Peer.valueOf(result.getParams().getParam("peer"));
        measured.computeIfAbsent(peer, Measured::of).add(nanos(result), bytes(result));
      }
    }
    return measured;
  }

  private static double[] nanos(RunResult result) {
    return result.getBenchmarkResults().stream()
        .flatMap(fork -> fork.getIterationResults().stream())
        .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
        .toArray();
  }

  private static double bytes(RunResult result) {
    Result<?> bytes = result.getSecondaryResults().get(BYTES);
    if (bytes == null) {
      throw new IllegalStateException("JMH must give " + BYTES);
    }
    return bytes.getScore();
  }

  private static Options options(Case each, Form form) {
    return new OptionsBuilder()
        .include(OneDecision.class.getName() + ".decide")
        .param("keys", Integer.toString(each.keys()))
        .threads(each.threads())
        .forks(1)
        .warmupIterations(Form.WARMUPS)
        .warmupTime(TimeValue.milliseconds(form.warmupMillis / Form.WARMUPS))
        .measurementIterations(Form.ITERATIONS)
        .measurementTime(TimeValue.milliseconds(form.millis))
        .addProfiler(GCProfiler.class)
        .jvmArgs("-Xms2g", "-Xmx2g", "-Dslf4j.internal.verbosity=ERROR")
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT)
        .build();
  }
}
