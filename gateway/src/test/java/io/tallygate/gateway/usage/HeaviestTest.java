package io.tallygate.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.usage.Heaviest.Heavy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The heaviest of the last while, as time goes on. */
final class HeaviestTest {

  @Test
  void top_afterTheWhile_forgetsSliceBySlice() {
    Heaviest<String> heaviest = new Heaviest<>(10, 6, 10);
    heaviest.add("a", 5, 0);
    heaviest.add("b", 3, 9);
    heaviest.add("b", 3, 10);

    assertThat(heaviest.top(10, 10))
        .containsExactly(new Heavy<>("b", 6, 0), new Heavy<>("a", 5, 0));
    assertThat(heaviest.top(1, 59)).hasSize(1);
    assertThat(heaviest.top(10, 60)).containsExactly(new Heavy<>("b", 3, 0));
    assertThat(heaviest.top(10, 70)).isEmpty();
  }

  @Test
  void top_manyCallersInAllSlices_isWithinTheBound() {
    int places = 100;
    int slices = 6;
    Heaviest<Integer> heaviest = new Heaviest<>(places, slices, 10);
    Map<Integer, Long> exact = new HashMap<>();
    Random random = new Random(7);
    long whole = 0;
    for (int second = 0; second < 60; second++) {
      for (int i = 0; i < 2_000; i++) {
        int item = (int) Math.floor(Math.exp(random.nextDouble() * 8));
        heaviest.add(item, 1, second);
        exact.merge(item, 1L, Long::sum);
        whole++;
      }
    }

    List<Heavy<Integer>> top = heaviest.top(places, 59);

    assertThat(top).hasSize(places);
    for (Heavy<Integer> heavy : top) {
      long count = exact.getOrDefault(heavy.item(), 0L);
      assertThat(heavy.count()).isBetween(count, count + heavy.error());
      assertThat(heavy.error()).isLessThanOrEqualTo(whole / places);
    }
    for (Map.Entry<Integer, Long> entry : exact.entrySet()) {
      if (entry.getValue() > 2 * whole / places) {
        assertThat(top).extracting(Heavy::item).contains(entry.getKey());
      }
    }
  }
}
