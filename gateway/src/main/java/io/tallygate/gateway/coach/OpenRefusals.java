package io.tallygate.gateway.coach;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which refusals of a group have not been followed by a retry yet, and how soon the last retries
 * came. Not thread-safe.
 */
final class OpenRefusals {

  /*
   * Several threads with one key may be refused at once, and none may be taken for another: who is
   * refused for the first time has not retried. A thread that waits for its answers calls by a
   * connection that is its own meanwhile, so a retry is looked for on the connection of the
   * refusal. Who opens a connection for each call is taken for one caller, whose calls follow each
   * other: the oldest of such refusals is met by the first of such calls. Each refusal has one
   * retry at most. Of refusals beyond OPEN_MAX the youngest are not waited for.
   */

  static final int OPEN_MAX = 64;
  static final int DELAYS_MAX = 15;

  /** Without the open ones. */
  static final int BYTES = 250;

  static final int OPEN_BYTES = 52;

  private final List<Open> open = new ArrayList<>(1);
  private final int[] delays = new int[DELAYS_MAX]; // milliseconds, a ring
  private long retries;

  private record Open(long connection, boolean isFirst, long endedMicros, long untilMicros) {

    boolean isRetriedBy(CallNote call) {
      return endedMicros < call.startedMicros // or it was under way with what was refused
          && (connection == call.connection || (isFirst && call.isFirst));
    }
  }

  /** A call was refused, and told to wait. */
  void refused(CallNote call, long untilMicros) {
    if (open.size() < OPEN_MAX) {
      open.add(new Open(call.connection, call.isFirst, call.endedMicros, untilMicros));
    }
  }

  /** A call was refused. Whether it was a retry, and had come before its wait was over. */
  boolean isEarly(CallNote call) {
    open.removeIf(one -> one.untilMicros() <= call.startedMicros);
    for (int i = 0; i < open.size(); i++) {
      if (open.get(i).isRetriedBy(call)) {
        long millis = (call.startedMicros - open.remove(i).endedMicros()) / 1_000;
        delays[(int) (retries++ % DELAYS_MAX)] = (int) Math.min(millis, Integer.MAX_VALUE);
        return true;
      }
    }
    return false;
  }

  /** Of the last retries, at most {@link #DELAYS_MAX}; 0 if there were none. */
  long medianMillis() {
    int size = (int) Math.min(retries, DELAYS_MAX);
    int[] sorted = Arrays.copyOf(delays, size);
    Arrays.sort(sorted);
    return size == 0 ? 0 : sorted[size / 2];
  }

  int bytes() {
    return BYTES + open.size() * OPEN_BYTES;
  }
}
