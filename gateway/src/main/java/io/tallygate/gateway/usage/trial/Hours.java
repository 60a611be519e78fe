package io.tallygate.gateway.usage.trial;

import io.tallygate.gateway.usage.Counts;
import java.util.Arrays;

/**
 * What one caller called by hours, as far as it is known: at least so much, and at most. Hours
 * without calls are left out. Not thread-safe.
 */
final class Hours {

  static final long SECONDS = 3_600;

  /** More calls in one hour are as good as these, and sums of them do not overflow. */
  private static final long CALLS_MAX = 1L << 40;

  private long[] hours = new long[4]; // since 1970, ascending
  private long[] least = new long[4];
  private long[] most = new long[4];
  private int size;

  /**
   * Adds what was recorded, hour after hour.
   *
   * @param hour not before the last one
   */
  void add(long hour, long atLeast, long atMost) {
    if (size > 0 && hours[size - 1] == hour) {
      least[size - 1] = Math.min(least[size - 1] + atLeast, CALLS_MAX);
      most[size - 1] = Math.min(most[size - 1] + atMost, CALLS_MAX);
      return;
    }
    if (size > 0 && hours[size - 1] > hour) {
      throw new IllegalArgumentException("hours must ascend: hour=" + hour);
    }
    if (size == hours.length) {
      hours = Arrays.copyOf(hours, 2 * size);
      least = Arrays.copyOf(least, 2 * size);
      most = Arrays.copyOf(most, 2 * size);
    }
    hours[size] = hour;
    least[size] = Math.min(atLeast, CALLS_MAX);
    most[size] = Math.min(atMost, CALLS_MAX);
    size++;
  }

  /**
   * What the gate would have seen of these calls. Admitted calls were charged, unless the API could
   * not be asked, which is among the failed; refused ones may have been a blocked key's, and would
   * be admitted or not.
   */
  static long least(Counts counts) {
    return Math.max(counts.admitted() - counts.failed(), 0);
  }

  static long most(Counts counts) {
    return counts.calls();
  }

  int size() {
    return size;
  }

  long hour(int index) {
    return hours[index];
  }

  long least(int index) {
    return least[index];
  }

  long most(int index) {
    return most[index];
  }

  /** The most of the hours from this one on, up to the hour {@code last}. */
  long mostUntil(int from, long last) {
    long sum = 0;
    for (int i = from; i < size && hours[i] <= last; i++) {
      sum += most[i];
    }
    return sum;
  }

  /** Whether nothing at all was called from an hour on, up to that of the index. */
  boolean isSilentBefore(int index, long fromHour) {
    return index == 0 || hours[index - 1] < fromHour;
  }
}
