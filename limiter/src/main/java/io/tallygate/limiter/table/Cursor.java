package io.tallygate.limiter.table;

/** One counter as a call sees it: its id, its slot, and the word last read there. Reusable. */
public final class Cursor {

  long idHigh;
  long idLow;
  int slot;
  long word;

  /** Points at a counter; nothing is read yet. */
  public void aim(long high, long low) {
    this.idHigh = high;
    this.idLow = low;
    this.slot = CounterTable.NONE;
    this.word = 0;
  }

  /** The word last read or written; 0 if the counter has no slot. */
  public long word() {
    return word;
  }

  /** Where the counter stood; negative if nowhere. Orders the counters of one call. */
  public int slot() {
    return slot;
  }
}
