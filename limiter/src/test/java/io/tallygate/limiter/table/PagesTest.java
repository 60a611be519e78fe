package io.tallygate.limiter.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where ids may stand, by steps of one unit. */
final class PagesTest {

  private static final int[] REACHES = {0, 1, 26, 27, 126, 127, 128, 254, 300, 600};

  /** Not least where the last page is a short one, over which a step of a page would lead. */
  @ParameterizedTest
  @ValueSource(ints = {16, 127, 128, 130, 381, 385, 513})
  void isLost_anyHomeAndReach_isSoIfAPageWithinItIsLost(int slots) {
    Words words = new HeapWords(CounterTable.words(slots));
    Pages pages = new Pages(words, slots, 1);
    for (int lost = 0; lost < TableView.pageCount(pages); lost++) {
      int mark = Slot.trailerOf(lost * Slot.PAGE_UNITS) * Slot.WORDS + Slot.MARK;
      words.set(mark, Slot.lostMark(lost));
      for (int reach : REACHES) {
        for (int home = 0; home < pages.units(); home++) {
          if (!Slot.isTrailer(home)) {
            int trailer = Slot.trailerOf(home) * Slot.WORDS;
            words.set(trailer + Slot.TIME_REACH, Slot.timeReach(0, reach));
            assertThat(pages.isLost(home))
                .as("lost=%s home=%s reach=%s", lost, home, reach)
                .isEqualTo(reaches(pages, home, reach, lost));
          }
        }
      }
      words.set(mark, Slot.mark(lost));
    }
  }

  private static boolean reaches(Pages pages, int home, int reach, int page) {
    int unit = home;
    for (int distance = 0; distance <= reach; distance++) {
      if (unit / Slot.PAGE_UNITS == page) {
        return true;
      }
      unit = pages.next(unit);
    }
    return false;
  }
}
