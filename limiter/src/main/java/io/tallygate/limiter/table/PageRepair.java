package io.tallygate.limiter.table;

import io.tallygate.limiter.algorithm.Tail;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.storage.TableException;
import java.nio.file.Path;

/** Looks through the pages after a death of the machine, and makes lost ones usable. */
final class PageRepair {

  /*
   * Sectors come from different moments. So before a counter there may be slots again that were
   * never used, at which whoever looks for it stops, and its home page's reach may be as it was
   * before the counter came. Whoever looks before placing it would find it all the same: its calls
   * would be refused, by no limit. So what hides a counter is filled, and reaches are raised.
   */

  private static final long PERIOD_MIN = 3_600; // where no counter is left to tell

  private final Words words;
  private final TableHeader header;
  private final Path file; // for messages
  private long longestPeriodSeconds = PERIOD_MIN;

  PageRepair(Words words, TableHeader header, Path file) {
    this.words = words;
    this.header = header;
    this.file = file;
  }

  /** Returns how many pages were lost. */
  int run() {
    int pages = CounterTable.words(header.slots()) / Slot.WORDS / Slot.PAGE_UNITS;
    int lost = 0;
    for (int page = 0; page < pages; page++) {
      int unit = page * Slot.PAGE_UNITS;
      int trailer = Slot.trailerOf(unit) * Slot.WORDS;
      long mark = words.get(trailer + Slot.MARK);
      if (mark == 0) {
        lost++;
        refill(page, unit);
      } else if ((mark != Slot.mark(page) && mark != Slot.lostMark(page))
          || words.get(trailer + Slot.FILE) != header.number()) {
        throw new TableException(
            ("counter file has a page that is not its own: file=%s page=%s; move it away, and a new"
                    + " one is made, which counts from 0")
                .formatted(file, page));
      } else {
        learnPeriods(unit);
      }
    }
    uncover();
    return lost;
  }

  /**
   * The longest period of the counters that were found, at least an hour; twice that of windows
   * that slide.
   */
  long longestPeriodSeconds() {
    return longestPeriodSeconds;
  }

  private void learnPeriods(int first) {
    for (int unit = first; !Slot.isTrailer(unit); unit++) {
      long tail = words.get(unit * Slot.WORDS + Slot.TAIL);
      int windows = Tail.algorithm(tail) == Algorithm.FIXED_WINDOW ? 1 : 2;
      longestPeriodSeconds = Math.max(longestPeriodSeconds, windows * Tail.periodSeconds(tail));
    }
  }

  /** Goes from the end to the start, so as to know of each slot what stands behind it. */
  private void uncover() {
    Pages pages = new Pages(words, header.slots(), 1); // which takes no lock
    int firstHome = Integer.MAX_VALUE; // of what was passed
    for (int unit = pages.units() - 1; unit >= 0; unit--) {
      if (!Slot.isTrailer(unit)) {
        firstHome = Math.min(firstHome, uncover(pages, unit, firstHome));
      }
    }
  }

  /** Returns the home of the counter that stands there, or a great number. */
  private int uncover(Pages pages, int unit, int firstHome) {
    int at = unit * Slot.WORDS;
    long high = words.get(at + Slot.ID_HIGH);
    if (high == 0) {
      if (firstHome <= unit) {
        fill(unit);
      }
      return Integer.MAX_VALUE;
    }
    long idLow = words.get(at + Slot.ID_LOW);
    if (high == 1 && idLow == 0) { // nobody's
      return Integer.MAX_VALUE;
    }
    int home = pages.home(idLow);
    int distance = pages.distance(home, unit);
    if (distance > Slot.REACH_MAX) { // no id stands so far away
      return Integer.MAX_VALUE;
    }
    if (distance > pages.reach(home)) {
      pages.raise(pages.lockOf(idLow), 0, distance);
    }
    if (home <= unit) {
      return home;
    }
    for (int before = home; before != unit; before = pages.next(before)) { // around the end
      if (words.get(before * Slot.WORDS + Slot.ID_HIGH) == 0) {
        fill(before);
      }
    }
    return Integer.MAX_VALUE;
  }

  /** Ended counters of nobody: a slot that was never used would hide what stands behind it. */
  private void refill(int page, int first) {
    for (int unit = first; !Slot.isTrailer(unit); unit++) {
      fill(unit);
    }
    int trailer = Slot.trailerOf(first) * Slot.WORDS;
    words.set(trailer + Slot.LOCK, 0);
    words.set(trailer + Slot.TIME_REACH, Slot.timeReach(0, Slot.REACH_MAX));
    words.set(trailer + Slot.FILE, header.number());
    words.set(trailer + Slot.MARK, Slot.lostMark(page));
  }

  private void fill(int unit) {
    int at = unit * Slot.WORDS;
    words.set(at + Slot.ID_HIGH, 1);
    words.set(at + Slot.ID_LOW, 0);
    words.set(at + Slot.TAIL, Tail.of(Algorithm.FIXED_WINDOW, 1, 0));
    words.set(at + Slot.WORD, 1); // a window that ended in 1970
  }
}
