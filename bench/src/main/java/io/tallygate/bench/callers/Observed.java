package io.tallygate.bench.callers;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the gateway and the upstream saw of one contestant, second by second from its start.
 *
 * @param arrived requests in each second, refused ones too
 * @param admitted those that reached the upstream
 * @param failed calls that the program was not served
 */
record Observed(
    Contestant contestant,
    Course course,
    List<Integer> arrived,
    List<Integer> admitted,
    int failed) {

  /** Counts moments by second; what is outside of the course is not part of it. */
  static List<Integer> perSecond(long[] millis, long startMillis, int seconds) {
    int[] counts = new int[seconds];
    for (long moment : millis) {
      long second = Math.floorDiv(moment - startMillis, 1_000L);
      if (second >= 0 && second < seconds) {
        counts[(int) second]++;
      }
    }
    return Arrays.stream(counts).boxed().toList();
  }

  /** One figure of a run, with the least and the most of its windows. */
  record Figure(double value, double min, double max) {

    private static Figure of(double value, IntStream windows, IntToDoubleFunction ofWindow) {
      double[] values = windows.mapToDouble(ofWindow).sorted().toArray();
      return new Figure(value, values[0], values[values.length - 1]);
    }
  }

  List<Figure> figures() {
    return List.of(work(), refused(), busiest());
  }

  /** Calls admitted, in percent of what the limit allows. */
  Figure work() {
    double all = 100.0 * sum(admitted) / (course.limit() * (double) course.windows());
    return Figure.of(
        all, windows(0), window -> 100.0 * sum(window(admitted, window)) / course.limit());
  }

  /** Requests refused, in percent of all requests. */
  Figure refused() {
    return Figure.of(
        refused(arrived, admitted),
        windows(0),
        window -> refused(window(arrived, window), window(admitted, window)));
  }

  /** The second after the first reset with most requests, in times of the limit's mean. */
  Figure busiest() {
    IntToDoubleFunction ofWindow =
        window -> Collections.max(window(arrived, window)) / course.meanPerSecond();
    double most = windows(1).mapToDouble(ofWindow).max().orElse(0);
    return Figure.of(most, windows(1), ofWindow);
  }

  private static double refused(List<Integer> arrived, List<Integer> admitted) {
    int all = sum(arrived);
    return all == 0 ? 0 : Math.max(100.0 * (all - sum(admitted)) / all, 0);
  }

  private IntStream windows(int from) {
    return IntStream.range(from, course.windows());
  }

  private List<Integer> window(List<Integer> counts, int window) {
    int seconds = course.windowSeconds();
    return counts.subList(window * seconds, (window + 1) * seconds);
  }

  private static int sum(List<Integer> counts) {
    return counts.stream().mapToInt(it -> it).sum();
  }
}
