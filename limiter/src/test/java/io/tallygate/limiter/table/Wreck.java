package io.tallygate.limiter.table;

/** What else, beside sectors of several moments, is wrong with what a machine left of a file. */
enum Wreck {
  /** Nothing. */
  NONE,
  /** Pages are zeros. */
  ZERO_PAGES,
  /** It ends too early. */
  TRUNCATED,
  /** It is something else altogether. */
  FOREIGN,
  /** A page is another counter file's. */
  FOREIGN_PAGE,
  /** A bit of the first page is not what was written. */
  FLIPPED_BIT,
  /** The first page is zeros, and the counters are there. */
  ZERO_HEAD;

  /**
   * Whether nobody may count on with it.
   *
   * @param at where the bit was flipped
   */
  boolean isRefused(int at) {
    return switch (this) {
      case NONE, ZERO_PAGES -> false;
      case FLIPPED_BIT -> at < Wreckage.SECTOR; // behind it all stands twice
      case TRUNCATED, FOREIGN, FOREIGN_PAGE, ZERO_HEAD -> true;
    };
  }
}
