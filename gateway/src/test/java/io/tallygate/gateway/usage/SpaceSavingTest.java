package io.tallygate.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bounds of the sketch, on streams whose true counts are known. */
final class SpaceSavingTest {

  private static final int ITEMS = 20_000;
  private static final int TIMES = 200_000;

  /** A stream in which the item of rank r comes r to the power of -skew as often as the first. */
  private static final class Zipf {

    private final double[] upTo = new double[ITEMS];
    private final Random random;

    Zipf(double skew, long seed) {
      this.random = new Random(seed);
      double sum = 0;
      for (int i = 0; i < ITEMS; i++) {
        sum += Math.pow(i + 1, -skew);
        upTo[i] = sum;
      }
    }

    int next() {
      double at = random.nextDouble() * upTo[ITEMS - 1];
      int low = 0;
      int high = ITEMS - 1;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (upTo[middle] < at) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }

  private record Counted(SpaceSaving<Integer> sketch, Map<Integer, Long> exact) {}

  private static Counted count(int places, double skew, boolean weighted) {
    long seed = 20_261_124;
    Zipf zipf = new Zipf(skew, seed);
    Random weights = new Random(seed + 1);
    SpaceSaving<Integer> sketch = new SpaceSaving<>(places);
    Map<Integer, Long> exact = new HashMap<>();
    for (int i = 0; i < TIMES; i++) {
      int item = zipf.next();
      long times = weighted ? 1 + weights.nextInt(50) : 1;
      sketch.add(item, times);
      exact.merge(item, times, Long::sum);
    }
    return new Counted(sketch, exact);
  }

  @ParameterizedTest
  @CsvSource({
    "64, 0.0, false", "64, 0.8, false", "64, 1.1, false", "64, 2.0, false",
    "1024, 0.8, false", "1024, 1.1, true", "64, 1.1, true", "1, 1.1, false"
  })
  void estimate_ofAnyStream_isNeverTooSmallAndOverByAtMostItsError(
      int places, double skew, boolean weighted) {
    Counted counted = count(places, skew, weighted);

    for (int item = 0; item < ITEMS; item++) {
      SpaceSaving.Estimate estimate = counted.sketch().of(item);
      long exact = counted.exact().getOrDefault(item, 0L);
      assertThat(estimate.count()).isGreaterThanOrEqualTo(exact);
      assertThat(estimate.count() - estimate.error()).isLessThanOrEqualTo(exact);
    }
  }

  @ParameterizedTest
  @CsvSource({"64, 0.0, false", "64, 1.1, false", "1024, 1.1, true", "1, 1.1, false"})
  void error_ofAnyStream_isAtMostTheWholeByThePlaces(int places, double skew, boolean weighted) {
    Counted counted = count(places, skew, weighted);

    long whole = counted.exact().values().stream().mapToLong(Long::longValue).sum();
    assertThat(counted.sketch().whole()).isEqualTo(whole);
    assertThat(counted.sketch().absent().count()).isLessThanOrEqualTo(whole / places);
    for (int item : counted.sketch().items()) {
      assertThat(counted.sketch().of(item).error()).isLessThanOrEqualTo(whole / places);
    }
  }

  @ParameterizedTest
  @CsvSource({"64, 0.8, false", "64, 1.1, false", "64, 2.0, true", "1024, 1.1, true"})
  void items_withMoreThanTheWholeByThePlaces_allHaveOne(int places, double skew, boolean weighted) {
    Counted counted = count(places, skew, weighted);

    int heavy = 0;
    for (Map.Entry<Integer, Long> entry : counted.exact().entrySet()) {
      if (entry.getValue() > counted.sketch().whole() / places) {
        assertThat(counted.sketch().items()).contains(entry.getKey());
        heavy++;
      }
    }
    assertThat(heavy).isPositive();
  }

  @Test
  void count_asManyItemsAsPlaces_isExact() {
    SpaceSaving<String> sketch = new SpaceSaving<>(2);
    sketch.add("a", 70);
    sketch.add("b", 12);
    sketch.add("a", 1);

    assertThat(sketch.of("a")).isEqualTo(new SpaceSaving.Estimate(71, 0));
    assertThat(sketch.of("b")).isEqualTo(new SpaceSaving.Estimate(12, 0));
    sketch.add("c", 2);
    assertThat(sketch.of("c")).isEqualTo(new SpaceSaving.Estimate(14, 12));
    assertThat(sketch.items()).containsExactlyInAnyOrder("a", "c");
  }
}
