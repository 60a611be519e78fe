package io.tallygate.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What waits while nothing can be written: how much of it, and what is counted as lost. */
final class PendingTest {

  private static final Counts ONE = new Counts(1, 0, 0);
  private static final int MOST = Pending.PAIRS_MAX + Pending.ALL_MAX;
  private static final long MINUTE = 60;

  private final Pending pending = new Pending();

  private int written() {
    int rows = 0;
    for (long number = 1; !pending.isEmpty(); number++) {
      rows += pending.take("w", number).size();
    }
    return rows;
  }

  @Test
  void add_minutesOfOneGroupUpToTheMost_areKept_andOnePastItIsCounted() {
    for (int i = 0; i < MOST; i++) { // 208 days
      pending.add(Pair.allOf("things"), i * MINUTE, ONE);
    }
    assertThat(pending.dropped()).isZero();
    pending.add(Pair.allOf("things"), MOST * MINUTE, new Counts(3, 2, 1));

    assertThat(pending.dropped()).isEqualTo(5);
    assertThat(pending.calls()).as("the hour has them").isEqualTo(MOST + 5);
    assertThat(written()).isEqualTo(MOST + MOST / 60 + 1);
    assertThat(pending.calls()).isZero();
  }

  @Test
  void add_groupsUpToTheMost_areKept_andOnePastItIsCountedOnce() {
    for (int i = 0; i < MOST; i++) {
      pending.add(Pair.allOf("g" + i), 0, ONE);
    }
    assertThat(pending.dropped()).isZero();
    pending.add(Pair.allOf("past"), 0, ONE);
    pending.add(new Pair("key_a", "past"), 0, ONE);
    pending.add(Pair.allOf("g0"), 0, ONE);

    assertThat(pending.dropped()).isEqualTo(2);
    assertThat(pending.calls()).isEqualTo(MOST + 1);
    assertThat(written()).isEqualTo(2 * MOST);
  }

  @Test
  void add_manyCallers_leaveRoomForAllTogether() {
    for (int i = 0; i < Pending.PAIRS_MAX + 100; i++) {
      pending.add(new Pair("key_" + i, "things"), 0, ONE);
    }
    for (int i = 1; i < Pending.ALL_MAX; i++) {
      pending.add(Pair.allOf("g" + i), 0, ONE);
    }

    assertThat(pending.dropped()).as("callers, for one place is the group's").isEqualTo(101);
    assertThat(pending.calls()).isEqualTo(Pending.PAIRS_MAX + 100 + Pending.ALL_MAX - 1);
  }
}
