package io.tallygate.gateway.usage;

/** How finely calls are told apart in time. */
public enum Grain {
  /** Of every caller and group, for 90 days. */
  HOUR(3_600, 90 * 86_400L),
  /** Of the busiest 1,000 callers and groups, for a day. */
  MINUTE(60, 86_400L);

  private final int seconds;
  private final long keptSeconds;

  Grain(int seconds, long keptSeconds) {
    this.seconds = seconds;
    this.keptSeconds = keptSeconds;
  }

  public int seconds() {
    return seconds;
  }

  /** How long rows are kept. */
  public long keptSeconds() {
    return keptSeconds;
  }

  /** The first second of the hour or minute that a second is in. */
  public long start(long second) {
    return Math.floorDiv(second, (long) seconds) * seconds;
  }
}
