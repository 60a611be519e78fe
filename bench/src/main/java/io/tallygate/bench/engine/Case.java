package io.tallygate.bench.engine;

import static io.tallygate.bench.engine.OneDecision.Choice.UNIFORM;
import static io.tallygate.bench.engine.OneDecision.Choice.ZIPF;

import io.tallygate.bench.engine.OneDecision.Choice;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which keys are decided, and by how many threads at once.
 *
 * @param keys a power of two
 * @param peers who is measured, ours first
 */
record Case(String label, int keys, Choice choice, int threads, List<Peer> peers) {

  private static final int MANY = 1 << 20;

  private static final List<Peer> OTHERS =
      List.of(Peer.BUCKET4J, Peer.BUCKET4J_COARSE, Peer.RESILIENCE4J, Peer.GUAVA, Peer.FLOOR);

  static final Case HOT_1 = of("one hot key, 1 thread", 1, UNIFORM, 1).with(Peer.TALLYGATE_DURABLE);
  static final Case HOT_2 = of("one hot key, 2 threads", 1, UNIFORM, 2);
  static final Case MANY_1 =
      of("1 Mi keys, 1 thread", MANY, UNIFORM, 1).with(Peer.TALLYGATE_DURABLE);
  static final Case MANY_2 = of("1 Mi keys, 2 threads", MANY, UNIFORM, 2);
  static final Case ZIPF_1 = of("1 Mi keys after Zipf, 1 thread", MANY, ZIPF, 1);
  static final Case ZIPF_2 = of("1 Mi keys after Zipf, 2 threads", MANY, ZIPF, 2);
  static final Case WHOLE =
      new Case(
          "path matched, all fields read, 1 thread",
          1,
          UNIFORM,
          1,
          List.of(Peer.TALLYGATE_WHOLE, Peer.TALLYGATE_ALL_RULES, Peer.BUCKET4J));

  static final List<Case> ALL = List.of(HOT_1, HOT_2, MANY_1, MANY_2, ZIPF_1, ZIPF_2, WHOLE);

  private static Case of(String label, int keys, Choice choice, int threads) {
    List<Peer> peers =
        Stream.concat(Stream.of(Peer.TALLYGATE, Peer.TALLYGATE_BY_KEY), OTHERS.stream()).toList();
    return new Case(label, keys, choice, threads, peers);
  }

  private Case with(Peer peer) {
    return new Case(
        label, keys, choice, threads, Stream.concat(peers.stream(), Stream.of(peer)).toList());
  }
}
