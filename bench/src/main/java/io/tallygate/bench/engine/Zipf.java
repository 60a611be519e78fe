package io.tallygate.bench.engine;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Indexes that come as keys do in practice: a few often, most seldom. */
final class Zipf {

  private Zipf() {}

  /** Draws indexes below {@code keys}, the n-th with a weight of 1/n; the same each time. */
  static int[] indexes(int keys, int count) {
    double[] sums = new double[keys];
    double sum = 0;
    for (int i = 0; i < keys; i++) {
      sum += 1.0 / (i + 1);
      sums[i] = sum;
    }
    SplittableRandom random = new SplittableRandom(keys);
    int[] places = new int[keys]; // so that often used keys do not stand side by side
    for (int i = 0; i < keys; i++) {
      int at = random.nextInt(i + 1);
      places[i] = places[at];
      places[at] = i;
    }
    int[] indexes = new int[count];
    for (int i = 0; i < count; i++) {
      int found = Arrays.binarySearch(sums, random.nextDouble() * sum);
      indexes[i] = places[found < 0 ? Math.min(-found - 1, keys - 1) : found];
    }
    return indexes;
  }
}
