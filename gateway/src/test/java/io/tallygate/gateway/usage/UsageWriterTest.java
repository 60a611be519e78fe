package io.tallygate.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When it is deleted what is old, and what the log says of what cannot be written. */
final class UsageWriterTest {

  private static final long NOW = 1_795_510_800;

  private final TwoClocks clock = new TwoClocks(NOW);
  private final KeptInMemory store = new KeptInMemory();
  private final Gathered gathered = new Gathered("w");
  private final KeptLines log = new KeptLines();
  private final UsageWriter writer = new UsageWriter(gathered, store, clock, log);

  private void pass(long seconds) {
    clock.steadySecond += seconds;
    clock.wallSecond += seconds;
  }

  @Test
  void tidy_everyMinute_isDone() {
    writer.tidy();
    pass(59);
    writer.tidy();
    pass(1);
    writer.tidy();

    assertThat(store.tidied).containsExactly(NOW, NOW + 60);
  }

  @Test
  void tidy_afterTheClockWasSet_waitsUntilItIsTrusted() {
    clock.wallSecond += 100 * 86_400; // all would be too old
    writer.tidy();
    pass(300);
    writer.tidy();
    clock.wallSecond -= 100 * 86_400; // and is set right
    writer.tidy();
    pass(599);
    writer.tidy();
    assertThat(store.tidied).isEmpty();
    pass(1);
    writer.tidy();

    assertThat(store.tidied).containsExactly(NOW + 900);
  }

  private void count(String caller) {
    Batch batch = new Batch();
    batch.add(new TestCall().at(NOW).uncounted(caller, "things", null));
    gathered.take(batch, new Gathered.Time(clock.steadySecond, clock.wallSecond));
  }

  @Test
  void write_databaseIsDown_isToldOnceAMinute() {
    store.down = true;
    for (int i = 0; i < 12; i++) {
      count("key_a");
      writer.write();
      pass(10);
    }
    store.down = false;
    writer.write();

    String told =
        "usage cannot be written and waits: calls=%s dropped=0 cause=database failed: it is down";
    assertThat(log.lines)
        .containsExactly(told.formatted(1), told.formatted(7), "usage is written again");
  }

  @Test
  void write_noRoom_dropsWhatIsNewAndTellsHowMuch() {
    store.down = true;
    Batch batch = new Batch();
    int callers = 0;
    while (callers < Pending.PAIRS_MAX + 500) {
      batch.add(new TestCall().at(NOW).uncounted("key_" + callers++, "things", null));
      if (batch.size() == Batch.CELLS_MANY || callers == Pending.PAIRS_MAX + 500) {
        gathered.take(batch, new Gathered.Time(clock.steadySecond, clock.wallSecond));
        batch.clear();
      }
    }
    writer.write();

    assertThat(log.lines)
        .containsExactly(
            "usage cannot be written and waits: calls=250500 dropped=501"
                + " cause=database failed: it is down");
    store.down = false;
    writer.write();
    assertThat(store.hours)
        .hasSize(Pending.PAIRS_MAX)
        .containsEntry(
            KeptInMemory.at("", "things", NOW / 3_600 * 3_600),
            new Counts(Pending.PAIRS_MAX + 500, 0, 0));
  }
}
