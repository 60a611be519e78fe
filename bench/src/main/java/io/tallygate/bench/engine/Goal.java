package io.tallygate.bench.engine;

import io.tallygate.bench.kept.Line;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What ours is to take at most, in times of the least that some peers take.
 *
 * @param ours whose time is judged
 * @param than the peers; of several the best counts
 */
record Goal(Case within, Peer ours, Set<Peer> than, double times) {

  private static final Set<Peer> LIMITERS = Set.of(Peer.BUCKET4J, Peer.RESILIENCE4J, Peer.GUAVA);
  private static final Set<Peer> BUCKET4J = Set.of(Peer.BUCKET4J);
  private static final Set<Peer> FLOOR = Set.of(Peer.FLOOR);
  private static final Peer OURS = Peer.TALLYGATE;

  static final List<Goal> ALL =
      List.of(
          new Goal(Case.HOT_1, OURS, BUCKET4J, 1 / 3.0),
          new Goal(Case.HOT_1, Peer.TALLYGATE_DURABLE, Set.of(OURS), 1.25),
          new Goal(Case.HOT_2, OURS, LIMITERS, 0.4),
          new Goal(Case.MANY_1, OURS, BUCKET4J, 0.1),
          new Goal(Case.MANY_1, OURS, LIMITERS, 0.2),
          new Goal(Case.MANY_1, OURS, FLOOR, 1.0),
          new Goal(Case.MANY_1, Peer.TALLYGATE_DURABLE, Set.of(OURS), 1.25),
          new Goal(Case.MANY_2, OURS, BUCKET4J, 0.1),
          new Goal(Case.MANY_2, OURS, LIMITERS, 0.25),
          new Goal(Case.MANY_2, OURS, FLOOR, 1.3),
          new Goal(Case.ZIPF_1, OURS, LIMITERS, 0.2),
          new Goal(Case.ZIPF_2, OURS, LIMITERS, 0.2),
          new Goal(Case.WHOLE, Peer.TALLYGATE_WHOLE, BUCKET4J, 1.0));

  /** The best of the peers, by the median. */
  Peer best(Map<Peer, Measured> measured) {
    @Nullable Peer best = null;
    for (Peer peer : Peer.values()) {
      if (than.contains(peer)
          && (best == null
              || of(measured, peer).nanos().median() < of(measured, best).nanos().median())) {
        best = peer;
      }
    }
    if (best == null) {
      throw new IllegalStateException("goal must name a peer: case=" + within.label());
    }
    return best;
  }

  Spread ratio(Map<Peer, Measured> measured) {
    return of(measured, ours).times(of(measured, best(measured)));
  }

  private static Measured of(Map<Peer, Measured> measured, Peer peer) {
    return Objects.requireNonNull(measured.get(peer), peer::label);
  }

  private static String exactly(double times) {
    return String.format(Locale.ROOT, "%.2f", times);
  }

  /** The ratio as it is kept; the unit says the goal. */
  Line line(Map<Peer, Measured> measured) {
    Spread ratio = ratio(measured);
    return new Line(
        "goal: " + within.label() + ": " + ours.label(),
        "times, at most " + exactly(times),
        best(measured).label(),
        ratio.median(),
        ratio.min(),
        ratio.max());
  }

  String row(Map<Peer, Measured> measured) {
    Spread ratio = ratio(measured);
    return "| "
        + String.join(
            " | ",
            within.label(),
            ours.label(),
            best(measured).label(),
            ratio.toString(),
            exactly(times),
            ratio.median() <= times ? "met" : "missed")
        + " |";
  }
}
