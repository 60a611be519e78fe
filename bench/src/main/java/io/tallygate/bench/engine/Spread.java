package io.tallygate.bench.engine;

import java.util.Arrays;
import java.util.Locale;

/** What repeated measurements of one thing came to. */
record Spread(double median, double min, double max) {

  static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("spread must have values: values=0");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  /** {@code 54 [51-60]}; one digit behind the point below ten, two below one. */
  @Override
  public String toString() {
    return number(median) + " [" + number(min) + "-" + number(max) + "]";
  }

  static String number(double value) {
    return String.format(Locale.ROOT, value < 1 ? "%.2f" : value < 10 ? "%.1f" : "%.0f", value);
  }
}
