package io.tallygate.bench.engine;

import java.util.EnumMap;
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

/** How long a measurement takes. Peers differ in how long they need to be compiled. */
enum Rounds {
  QUICK(1, 1_200, 200),
  FULL(3, 3_000, 500);

  private static final String BYTES = "gc.alloc.rate.norm";
  private static final int WARMUPS = 4;
  private static final int ITERATIONS = 3;

  private final int rounds;
  private final int warmupMillis; // together
  private final int millis; // per iteration

  Rounds(int rounds, int warmupMillis, int millis) {
    this.rounds = rounds;
    this.warmupMillis = warmupMillis;
    this.millis = millis;
  }

  /** How many counters the memory is measured with. */
  int counters() {
    return this == QUICK ? 1_000_000 : 5_000_000;
  }

  int decisions() {
    return this == QUICK ? 1_000_000 : 5_000_000;
  }

  Map<Peer, Measured> measure(Case each) throws RunnerException {
    Map<Peer, Measured> measured = new EnumMap<>(Peer.class);
    for (int round = 1; round <= rounds; round++) {
      System.err.println(each.label() + ", round " + round + " of " + rounds);
      for (RunResult result : new Runner(options(each)).run()) {
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

  private Options options(Case each) {
    return new OptionsBuilder()
        .include(OneDecision.class.getName() + ".decide")
        .param("peer", each.peers().stream().map(Peer::name).toArray(String[]::new))
        .param("keys", Integer.toString(each.keys()))
        .param("choice", each.choice().name())
        .threads(each.threads())
        .forks(1)
        .warmupIterations(WARMUPS)
        .warmupTime(TimeValue.milliseconds(warmupMillis / WARMUPS))
        .measurementIterations(ITERATIONS)
        .measurementTime(TimeValue.milliseconds(millis))
        .addProfiler(GCProfiler.class)
        .jvmArgs("-Xms2g", "-Xmx2g", "-Dslf4j.internal.verbosity=ERROR")
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT)
        .build();
  }

  @Override
  public String toString() {
    return "%d rounds of each peer in a JVM of its own, %d iterations of %d ms"
        .formatted(rounds, ITERATIONS, millis);
  }
}
