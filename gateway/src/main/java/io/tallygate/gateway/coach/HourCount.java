package io.tallygate.gateway.coach;

/**
 * A number for this hour and one for the hour before; what is older is forgotten. An hour is the
 * policy's, told by its number since 1970. 32 bytes; not thread-safe.
 */
final class HourCount {

  private long hour = Long.MIN_VALUE;
  private int present;
  private int before;

  void add(long atHour, long amount) {
    if (atHour > hour) { // a clock that was set back counts in the hour that it had reached
      before = atHour == hour + 1 ? present : 0;
      present = 0;
      hour = atHour;
    }
    present = (int) Math.min(present + amount, Integer.MAX_VALUE);
  }

  /** Of both hours, seen from the later one. */
  long sum(long atHour) {
    return atHour <= hour ? (long) present + before : atHour == hour + 1 ? present : 0;
  }

  /** Of the hour that has more. */
  long busiest(long atHour) {
    return atHour <= hour ? Math.max(present, before) : sum(atHour);
  }
}
