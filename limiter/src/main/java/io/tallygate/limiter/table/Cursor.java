package io.tallygate.limiter.table;

/** One counter as a call sees it: its id, its slot, and what was last read there. Reusable. */
public final class Cursor {

  long idHigh;
  long idLow;
  int slot;
  long word;
  long tail;

  /** Points at a counter; nothing is read yet. */
  public void aim(long high, long low) {
    this.idHigh = high == 0 ? 1 : high; // 0 marks a slot that was never used
    this.idLow = low;
    clear();
  }

  /** Stands at a slot after a swap there; whose it is, is known to who follows. */
  public void stand(int unit, long newWord) {
    this.slot = unit;
    this.word = newWord;
    this.tail = 0; // a fixed window has none
  }

  /** Points at a counter that stands where the other does, as that saw it. */
  public void follow(Cursor other, long high, long low) {
    aim(high, low);
    this.slot = other.slot;
    this.word = other.word;
    this.tail = other.tail;
  }

  /** Whether the slot that begins at this word is the counter's. */
  boolean isAt(Words words, int at) {
    return words.peek(at + Slot.ID_HIGH) == idHigh && words.peek(at + Slot.ID_LOW) == idLow;
  }

  void clear() {
    this.slot = CounterTable.NONE;
    this.word = 0;
    this.tail = 0;
  }

  public long idHigh() {
    return idHigh;
  }

  public long idLow() {
    return idLow;
  }

  /** The word last read or written; 0 if the counter has no slot. */
  public long word() {
    return word;
  }

  /** The tail last read or written; 0 if the counter has no slot. */
  public long tail() {
    return tail;
  }

  /** Where the counter stood; negative if nowhere. Orders the counters of one call. */
  public int slot() {
    return slot;
  }
}
