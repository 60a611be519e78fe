package io.tallygate.gateway.coach;

import java.util.Arrays;

/**
 * Which refusals of a group have not been followed by a retry yet, and how soon the last retries
 * came. About 450 bytes; not thread-safe.
 */
final class Refusals {

  /*
   * Several threads with one key may be refused at once, and nothing says whose retry a call is. So
   * the first retry is taken for that of the oldest refusal, and each refusal has one retry at
   * most: the times are upper bounds, and the number is a lower one. Of refusals beyond OPEN_MAX
   * the youngest are not waited for.
   */

  static final int OPEN_MAX = 16;
  static final int DELAYS_MAX = 15;

  private final long[] ended = new long[OPEN_MAX];
  private final long[] until = new long[OPEN_MAX];
  private final int[] delays = new int[DELAYS_MAX]; // milliseconds, a ring
  private int first;
  private int open;
  private long retries;

  /** A call was refused, and told to wait. */
  void refused(long endedMicros, long untilMicros) {
    if (open < OPEN_MAX) {
      int at = (first + open++) % OPEN_MAX;
      ended[at] = endedMicros;
      until[at] = untilMicros;
    }
  }

  /** A call was refused again. Whether it had come before a wait was over. */
  boolean isEarly(long startedMicros) {
    while (open > 0 && until[first] <= startedMicros) {
      pop();
    }
    if (open == 0 || ended[first] >= startedMicros) { // it was under way with what was refused
      return false;
    }
    long millis = (startedMicros - ended[first]) / 1_000;
    delays[(int) (retries++ % DELAYS_MAX)] = (int) Math.min(millis, Integer.MAX_VALUE);
    pop();
    return true;
  }

  private void pop() {
    first = (first + 1) % OPEN_MAX;
    open--;
  }

  /** Of the last retries, at most {@link #DELAYS_MAX}; 0 if there were none. */
  long medianMillis() {
    int size = (int) Math.min(retries, DELAYS_MAX);
    int[] sorted = Arrays.copyOf(delays, size);
    Arrays.sort(sorted);
    return size == 0 ? 0 : sorted[size / 2];
  }
}
