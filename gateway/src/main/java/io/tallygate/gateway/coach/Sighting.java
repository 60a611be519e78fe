package io.tallygate.gateway.coach;

import io.tallygate.gateway.coach.Seen.SeenList;
import io.tallygate.gateway.coach.Seen.SeenThing;

/** One thing or one list that a caller asks for, as long as it is remembered. Not thread-safe. */
final class Sighting {

  static final int BYTES = 350; // with a path of 128 characters, which many are not

  /** After so long nobody is polling any more: the next time begins anew. */
  static final long PAUSE_MICROS = 120_000_000;

  /*
   * The guide's rule for polls is to pause for half of the time that it has taken so far, 1 s to
   * 60 s. A poll is hasty if it comes after less than half of that pause: who follows the rule is
   * never hasty, whatever the network adds; who asks every 1.5 s is from the ninth second on.
   */
  private static final long AGE_MAX_MICROS = 60_000_000;
  private static final int HASTY_PART = 4;

  private final long resource;
  private final String path;
  private final String group;
  private long firstMicros;
  private long lastMicros;
  private int times = 1;
  private int hasty;
  private boolean isHasty;
  private long fingerprint;
  private final HourCount fetched = new HourCount();
  private final HourCount unchanged = new HourCount();

  Sighting(CallNote call) {
    this.resource = call.resource();
    this.path = call.path;
    this.group = call.group;
    this.firstMicros = call.startedMicros;
    this.lastMicros = call.startedMicros;
  }

  long resource() {
    return resource;
  }

  long lastMicros() {
    return lastMicros;
  }

  /** In a row, without a pause. */
  int times() {
    return times;
  }

  boolean isHasty() {
    return isHasty;
  }

  int hasty() {
    return hasty;
  }

  /** It was asked for again. */
  void again(long micros) {
    long gap = micros - lastMicros;
    if (gap >= PAUSE_MICROS) {
      firstMicros = micros;
      times = 0;
      hasty = 0;
    }
    long age = Math.min(lastMicros - firstMicros, AGE_MAX_MICROS);
    isHasty = gap >= 0 && gap < PAUSE_MICROS && gap < age / HASTY_PART;
    hasty += isHasty ? 1 : 0;
    times++;
    lastMicros = Math.max(lastMicros, micros);
  }

  /** It was sent, whole. */
  void fetched(long print, long hour) {
    fetched.add(hour, 1);
    if (print != 0 && print == fingerprint) {
      unchanged.add(hour, 1);
    }
    fingerprint = print;
  }

  SeenThing seen() {
    long gaps = Math.max(times - 1, 1);
    return new SeenThing(path, times, (lastMicros - firstMicros) / 1_000 / gaps);
  }

  SeenList seenList(long hour) {
    return new SeenList(
        path, group, fetched.sum(hour), unchanged.sum(hour), unchanged.busiest(hour));
  }
}
