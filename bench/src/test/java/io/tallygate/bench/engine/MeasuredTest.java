package io.tallygate.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MeasuredTest {

  @Test
  void spread_oddAndEvenCounts_hasTheMiddle() {
    assertThat(Spread.of(30, 10, 20)).isEqualTo(new Spread(20, 10, 30));
    assertThat(Spread.of(4, 1, 2, 3)).hasToString("2.5 [1.0-4.0]");
    assertThat(Spread.of(0.254, 9, 54)).hasToString("9.0 [0.25-54]");
  }

  @Test
  void times_twoRounds_areRatiosWithinARound() {
    Measured ours = Measured.of(Peer.TALLYGATE);
    ours.add(new double[] {10, 11, 12}, 0);
    ours.add(new double[] {100, 110, 120}, 0);
    Measured peer = Measured.of(Peer.BUCKET4J);
    peer.add(new double[] {44, 44, 44}, 80);
    peer.add(new double[] {220, 220, 220}, 80);
    assertThat(peer.times(ours)).isEqualTo(new Spread(3, 2, 4));
    assertThat(peer.nanos()).isEqualTo(new Spread(132, 44, 220));
  }

  @ParameterizedTest
  @EnumSource
  void peer_freshKeys_admits(Peer peer) {
    try (Counters counters = peer.open(Keys.of(64))) {
      IntPredicate admit = counters.forThread();
      for (int i = 0; i < 128; i++) {
        assertThat(admit.test(i & 63)).isTrue();
      }
    }
  }
}
