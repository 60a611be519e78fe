package io.tallygate.bench.callers;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** When calls came, per key, in milliseconds since the epoch. Thread-safe, bounded. */
final class Arrivals {

  private static final int MAX = 1 << 20;

  private static final class Times {
    private long[] millis = new long[1 << 12];
    private int size;

    synchronized void add(long now) {
      if (size == MAX) {
        throw new IllegalStateException("calls must be at most " + MAX + ": calls=" + size);
      }
      if (size == millis.length) {
        millis = Arrays.copyOf(millis, size * 2);
      }
      millis[size++] = now;
    }

    synchronized String text() {
      return Arrays.stream(millis, 0, size)
          .mapToObj(Long::toString)
          .collect(Collectors.joining(" "));
    }
  }

  private final Map<String, Times> byToken = new ConcurrentHashMap<>();

  void add(String token) {
    byToken.computeIfAbsent(token, key -> new Times()).add(System.currentTimeMillis());
  }

  /** All of a key's times, with spaces between them. */
  String of(String token) {
    Times times = byToken.get(token);
    return times == null ? "" : times.text();
  }
}
