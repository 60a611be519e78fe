package io.tallygate.limiter.storage;

/**
 * What was found when a counter file was opened.
 *
 * @param lostPages pages of zeros, of 127 slots each
 * @param lastSyncMicros when the file was last known to be on the disk whole, in microseconds since
 *     the Unix epoch; 0 if never
 * @param denyUntilMicros until when calls that may have been counted in lost pages are denied; 0 if
 *     they are not
 */
public record Recovery(Kind kind, int lostPages, long lastSyncMicros, long denyUntilMicros) {

  /** How the file was left. */
  public enum Kind {
    /** It was made now. */
    NEW,
    /** It was closed. */
    CLEAN,
    /** The process died; the machine did not. Nothing is lost. */
    PROCESS_DEATH,
    /** The machine died, or nobody can tell. What was counted since the last sync may be lost. */
    MACHINE_DEATH
  }
}
