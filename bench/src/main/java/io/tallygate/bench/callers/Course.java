package io.tallygate.bench.callers;

import java.time.Duration;

/**
 * What all contestants run over.
 *
 * @param windows how many windows
 * @param hour how long a window is here
 * @param limit units of a window
 * @param processes how many have the one key
 * @param threads in each process
 * @param demand how many times the limit all of them together ask for
 */
record Course(int windows, Duration hour, int limit, int processes, int threads, int demand) {

  /** The published row {@code GET /v1/resources/*}: 2,500 an hour. */
  static final Course FULL = new Course(5, Duration.ofSeconds(20), 2_500, 3, 20, 10);

  static final Course QUICK = new Course(2, FULL.hour, FULL.limit, 3, 20, 10);

  static final String PATH = "/v1/resources/tts-voices";

  int seconds() {
    return windows * windowSeconds();
  }

  int windowSeconds() {
    return Math.toIntExact(hour.toSeconds());
  }

  /** What the limit allows in a second, if it is spent evenly. */
  double meanPerSecond() {
    return (double) limit / windowSeconds();
  }

  /** A thread begins no call sooner than this after the one before. */
  long pauseNanos() {
    return Math.round(1e9 * processes * threads / (demand * meanPerSecond()));
  }

  /** In words. */
  @Override
  public String toString() {
    return processes
        + " processes of "
        + threads
        + " threads with one key that ask for "
        + demand
        + " times a limit of "
        + limit
        + " in "
        + windowSeconds()
        + " s, for "
        + windows
        + " windows";
  }
}
