package io.tallygate.bench.callers;

import io.tallygate.bench.kept.Line;
import java.util.ArrayList;
import java.util.List;

/** What was observed of one contestant, as lines to print and keep. */
final class Lines {

  static final String WORK = "work done, of what the limit allows";
  static final String REFUSED = "requests refused, of all";
  static final String BUSIEST = "busiest second after a reset, of the mean";

  private Lines() {}

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
