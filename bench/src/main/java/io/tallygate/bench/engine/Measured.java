package io.tallygate.bench.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * One peer in one case: a list per round, for each is a JVM of its own.
 *
 * @param rounds nanoseconds per decision, one value per iteration
 * @param bytes allocated per decision, one value per round
 */
record Measured(Peer peer, List<double[]> rounds, List<Double> bytes) {

  static Measured of(Peer peer) {
    return new Measured(peer, new ArrayList<>(), new ArrayList<>());
  }

  void add(double[] nanos, double bytesPerDecision) {
    rounds.add(nanos);
    bytes.add(bytesPerDecision);
  }

  Spread nanos() {
    return Spread.of(rounds.stream().flatMapToDouble(DoubleStream::of).toArray());
  }

  Spread bytesSpread() {
    return Spread.of(bytes.stream().mapToDouble(it -> it).toArray());
  }

  /**
   * How many times as long as the other's a decision takes, by the medians of the same round: in
   * one round the machine was the same.
   */
  Spread times(Measured other) {
    double[] ratios = new double[rounds.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = Spread.of(rounds.get(i)).median() / Spread.of(other.rounds.get(i)).median();
    }
    return Spread.of(ratios);
  }
}
