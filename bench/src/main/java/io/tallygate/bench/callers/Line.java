package io.tallygate.bench.callers;

import java.util.ArrayList;
import java.util.List;

/**
 * One figure of one peer, as it is printed and kept.
 *
 * @param figure what was measured
 * @param unit of value and spread
 * @param peer who
 * @param min the least of the windows, or rounds, that value is of
 * @param max the most of them
 */
record Line(String figure, String unit, String peer, double value, double min, double max) {

  static final String WORK = "work done, of what the limit allows";
  static final String REFUSED = "requests refused, of all";
  static final String BUSIEST = "busiest second after a reset, of the mean";

  static List<Line> of(Observed one) {
    String peer = one.contestant().label();
    List<Line> lines = new ArrayList<>();
    lines.add(of(WORK, "%", peer, one.work()));
    lines.add(of(REFUSED, "%", peer, one.refused()));
    lines.add(of(BUSIEST, "times", peer, one.busiest()));
    return lines;
  }

  private static Line of(String figure, String unit, String peer, Observed.Figure it) {
    return new Line(figure, unit, peer, it.value(), it.min(), it.max());
  }
}
