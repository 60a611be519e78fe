package io.tallygate.limiter.table;

/**
 * 64-bit words, each read and swapped whole: on the heap, or in a mapped file. A process uses one
 * kind as a rule, so that calls are direct. Not sealed: tests have words that are broken.
 */
abstract class Words {

  /** Reads a word before all that is read later. */
  abstract long get(int word);

  /** Reads a word that some later read, or a swap, will show to have been the right one. */
  abstract long peek(int word);

  /**
   * The word of the slot that begins here if it bears this id, else 0. Whether that was right, a
   * swap will show.
   */
  long wordOf(int slot, long idHigh, long idLow) {
    long word = get(slot + Slot.WORD);
    boolean theirs = peek(slot + Slot.ID_HIGH) == idHigh && peek(slot + Slot.ID_LOW) == idLow;
    return theirs ? word : 0;
  }

  /** Writes a word after all that was written earlier. */
  abstract void set(int word, long value);

  /** Writes a word if it is {@code before}; whether it was. */
  abstract boolean swap(int word, long before, long after);
}
