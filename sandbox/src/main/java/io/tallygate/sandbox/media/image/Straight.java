package io.tallygate.sandbox.media.image;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** Leaves out the points that a straight line passes close enough (Douglas and Peucker). */
final class Straight {

  private Straight() {}

  /**
   * Keeps the line's form as far as the tolerance says.
   *
   * @param line closed, x and y in turn
   * @return its points that are kept, the first among them
   */
  static List<int[]> simplify(int[] line, double tolerance) throws InterruptedException {
    int count = line.length / 2;
    BitSet kept = new BitSet(count + 1);
    int far = farthest(line, new int[] {0, count}, count);
    kept.set(0);
    kept.set(far);
    Deque<int[]> spans = new ArrayDeque<>(); // not recursive: a line may have millions of points
    spans.push(new int[] {0, far});
    spans.push(new int[] {far, count});
    while (!spans.isEmpty()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      int[] span = spans.pop();
      int middle = farthest(line, span, count);
      if (middle > span[0] && distance(line, span, middle, count) > tolerance) {
        kept.set(middle);
        spans.push(new int[] {span[0], middle});
        spans.push(new int[] {middle, span[1]});
      }
    }
    List<int[]> points = new ArrayList<>();
    for (int i = kept.nextSetBit(0); i >= 0 && i < count; i = kept.nextSetBit(i + 1)) {
      points.add(new int[] {line[2 * i], line[2 * i + 1]});
    }
    return points;
  }

  private static int farthest(int[] line, int[] span, int count) {
    int best = span[0];
    double most = -1;
    for (int i = span[0] + 1; i < span[1]; i++) {
      double distance = distance(line, span, i, count);
      if (distance > most) {
        most = distance;
        best = i;
      }
    }
    return best;
  }

  /** From the point to the straight line between the span's ends; to the end, if they are one. */
  private static double distance(int[] line, int[] span, int index, int count) {
    int from = span[0] % count;
    int to = span[1] % count;
    double alongX = (double) line[2 * to] - line[2 * from];
    double alongY = (double) line[2 * to + 1] - line[2 * from + 1];
    double x = (double) line[2 * index] - line[2 * from];
    double y = (double) line[2 * index + 1] - line[2 * from + 1];
    double length = Math.hypot(alongX, alongY);
    return length == 0 ? Math.hypot(x, y) : Math.abs(alongX * y - alongY * x) / length;
  }
}
