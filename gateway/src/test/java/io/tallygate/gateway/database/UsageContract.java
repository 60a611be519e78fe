package io.tallygate.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.KeyChange;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Owner;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Term;
import io.tallygate.gateway.key.Version;
import io.tallygate.gateway.usage.Counts;
import io.tallygate.gateway.usage.Grain;
import io.tallygate.gateway.usage.GroupCounts;
import io.tallygate.gateway.usage.Moment;
import io.tallygate.gateway.usage.UsageBatch;
import io.tallygate.gateway.usage.UsageQuery;
import io.tallygate.gateway.usage.UsageQuery.Who;
import io.tallygate.gateway.usage.UsageRow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database must do with usage. */
abstract class UsageContract {

  private static final long HOUR = 1_795_510_800 / 3_600 * 3_600;
  private static final long DAY = 86_400;

  private Location place;
  private StoredUsage usage;
  private int batches;

  /** A new, empty place for a database. */
  abstract Location location();

  @BeforeEach
  void open() {
    place = location();
    Database.open(place).close();
    usage = StoredUsage.open(place);
  }

  @AfterEach
  void close() {
    usage.close();
  }

  private static UsageRow row(String caller, String group, long start, long admitted) {
    return new UsageRow(caller, group, start, new Counts(admitted, 2, 1));
  }

  private void addHours(UsageRow... rows) {
    usage.add(new UsageBatch("w", ++batches, List.of(rows), List.of()));
  }

  private static UsageQuery hours(Who who) {
    return new UsageQuery(who, "", Grain.HOUR, Term.ALWAYS);
  }

  private List<UsageRow> rows(UsageQuery query) {
    return usage.rows(query, Page.Request.FIRST).items();
  }

  @Test
  void add_sameRowsAgain_addsUp() {
    addHours(row("key_a", "things", HOUR, 3), row("key_b", "things", HOUR, 5));
    addHours(row("key_a", "things", HOUR, 4), row("key_a", "other", HOUR, 1));

    assertThat(rows(hours(Who.ALL)))
        .containsExactly(
            new UsageRow("key_a", "things", HOUR, new Counts(7, 4, 2)),
            row("key_b", "things", HOUR, 5),
            row("key_a", "other", HOUR, 1));
  }

  @Test
  void add_batchAgain_doesNothing() {
    UsageBatch first = new UsageBatch("w", 1, List.of(row("key_a", "t", HOUR, 3)), List.of());
    usage.add(first);
    usage.add(first);
    usage.add(new UsageBatch("v", 1, first.hours(), List.of()));
    usage.add(new UsageBatch("w", 2, first.hours(), List.of()));

    assertThat(rows(hours(Who.ALL)).get(0).counts().admitted()).isEqualTo(9);
  }

  @Test
  void written_saysWhichBatchOfAWriterIsTheLast() {
    usage.add(new UsageBatch("w", 7, List.of(row("key_a", "t", HOUR, 3)), List.of()));
    usage.add(new UsageBatch("v", 2, List.of(row("key_a", "t", HOUR, 4)), List.of()));

    UsageQuery query = hours(Who.caller("key_a"));
    assertThat(usage.written(query, "w").batch()).isEqualTo(7);
    assertThat(usage.written(query, "v").groups()).isEqualTo(usage.groups(query));
    assertThat(usage.groups(query)).containsExactly(new GroupCounts("t", new Counts(7, 4, 2)));
    assertThat(usage.written(query, "none").batch()).isZero();
  }

  @Test
  void add_fromManyGatewaysAtOnce_addsUpExactly() throws Exception {
    int gateways = 4;
    int each = 20;
    ExecutorService threads = Executors.newFixedThreadPool(gateways);
    try {
      List<Callable<Integer>> writers = new ArrayList<>();
      for (int i = 0; i < gateways; i++) {
        String writer = "w" + i;
        writers.add(() -> write(writer, each));
      }
      for (Future<Integer> written : threads.invokeAll(writers)) {
        assertThat(written.get()).isEqualTo(each);
      }
    } finally {
      threads.shutdown();
    }

    List<UsageRow> rows = rows(hours(Who.ALL));
    assertThat(rows).hasSize(30);
    assertThat(rows).allSatisfy(it -> assertThat(it.counts().admitted()).isEqualTo(80));
  }

  private int write(String writer, int times) {
    try (StoredUsage own = StoredUsage.open(place)) {
      for (int i = 1; i <= times; i++) {
        List<UsageRow> rows = new ArrayList<>();
        for (int key = 0; key < 30; key++) {
          rows.add(row("key_" + key, "things", HOUR, 1));
        }
        own.add(new UsageBatch(writer, i, rows, List.of()));
      }
    }
    return times;
  }

  @Test
  void rows_ofAKeyAnOwnerAGroupAndATime_areThose() {
    Owner owner = owner();
    String owned = ownedKey(owner);
    addHours(
        row("", "things", HOUR, 99),
        row(owned, "things", HOUR, 1),
        row("key_b", "things", HOUR, 2),
        row("key_b", "other", HOUR, 3),
        row("key_b", "other", HOUR + 3_600, 4));

    assertThat(admitted(hours(Who.ALL))).containsExactly(1L, 2L, 3L, 4L);
    assertThat(admitted(hours(Who.caller("key_b")))).containsExactly(2L, 3L, 4L);
    assertThat(admitted(hours(Who.caller("key_b")).withGroup("other"))).containsExactly(3L, 4L);
    assertThat(admitted(hours(Who.ALL).withGroup("things"))).containsExactly(1L, 2L);
    assertThat(admitted(hours(Who.ownedBy(owner.id())))).containsExactly(1L);
    assertThat(admitted(hours(new Who("key_b", owner.id())))).isEmpty();
    Term later = new Term(HOUR + 1, HOUR + 3_601);
    assertThat(admitted(new UsageQuery(Who.ALL, "", Grain.HOUR, later))).containsExactly(4L);
    assertThat(rows(new UsageQuery(Who.ALL, "", Grain.MINUTE, Term.ALWAYS))).isEmpty();
  }

  private List<Long> admitted(UsageQuery query) {
    return rows(query).stream().map(row -> row.counts().admitted()).toList();
  }

  private StoredAdministration all() {
    return new StoredAdministration(
        Database.openExisting(place),
        new MovedTicker(HOUR),
        new Actor(Actor.Kind.COMMAND, "tester"));
  }

  private Owner owner() {
    try (StoredAdministration all = all()) {
      return all.owners().create(Description.of("ACME"), null);
    }
  }

  private String ownedKey(Owner owner) {
    try (StoredAdministration all = all()) {
      String id = all.keys().create(NewKey.of("k"), new KeyFormat("vg_key_")).key().id();
      all.keys().change(id, List.of(new KeyChange.SetOwner(owner.id())), Version.ANY);
      return id;
    }
  }

  @Test
  void rows_pageByPage_areAllOnceInOrder() {
    List<UsageRow> written = new ArrayList<>();
    for (int hour = 0; hour < 4; hour++) {
      for (int key = 0; key < 5; key++) {
        written.add(row("key_" + key, "things", HOUR + 3_600L * hour, key));
      }
    }
    addHours(written.toArray(UsageRow[]::new));

    List<UsageRow> seen = new ArrayList<>();
    Page.Request request = new Page.Request(3, "");
    Page<UsageRow> page;
    do {
      page = usage.rows(hours(Who.ALL), request);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(3);
      seen.addAll(page.items());
      request = request.withCursor(page.next());
    } while (!page.next().isEmpty());
    assertThat(seen).isEqualTo(written);
  }

  @Test
  void sums_ofAllAndOfAKey_areByGroupAndByTime() {
    addHours(
        row("", "things", HOUR, 10),
        row("", "failed-keys", HOUR, 20),
        row("", "things", HOUR + 3_600, 1),
        row("key_b", "things", HOUR, 3),
        row("key_b", "other", HOUR, 4));

    assertThat(usage.groups(hours(Who.ALL)))
        .containsExactly(
            new GroupCounts("failed-keys", new Counts(20, 2, 1)),
            new GroupCounts("things", new Counts(11, 4, 2)));
    assertThat(usage.groups(hours(Who.caller("key_b"))))
        .containsExactly(
            new GroupCounts("other", new Counts(4, 2, 1)),
            new GroupCounts("things", new Counts(3, 2, 1)));
    assertThat(usage.moments(hours(Who.ALL).withGroup("things")))
        .containsExactly(
            new Moment(HOUR, new Counts(10, 2, 1)), new Moment(HOUR + 3_600, new Counts(1, 2, 1)));
    assertThat(usage.moments(hours(Who.caller("key_b"))))
        .containsExactly(new Moment(HOUR, new Counts(7, 4, 2)));
  }

  @Test
  void tidy_afterTheirTime_deletesHoursAndMinutes() {
    long now = HOUR;
    List<UsageRow> hours = new ArrayList<>();
    List<UsageRow> minutes = new ArrayList<>();
    for (int day = 0; day < 100; day++) {
      hours.add(row("key_a", "things", now - day * DAY, day));
      minutes.add(row("key_a", "things", now - day * DAY / 50, day));
    }
    usage.add(new UsageBatch("w", 1, hours, minutes));

    assertThat(usage.tidy(now)).isFalse();

    assertThat(admitted(hours(Who.ALL))).hasSize(91).doesNotContain(91L);
    assertThat(admitted(new UsageQuery(Who.ALL, "", Grain.MINUTE, Term.ALWAYS)))
        .hasSize(51)
        .doesNotContain(51L);
  }

  @Test
  void tidy_oneTooMany_deletesTheOldestInSmallSteps() {
    try (StoredUsage small = StoredUsage.open(place, 100)) {
      List<UsageRow> rows = new ArrayList<>();
      for (int i = 0; i < 101; i++) {
        rows.add(row("key_a", "things", HOUR - i * 3_600L, i));
      }
      small.add(new UsageBatch("w", 1, rows.subList(0, 100), List.of()));
      assertThat(small.tidy(HOUR)).isFalse();
      assertThat(admitted(hours(Who.ALL))).hasSize(100);
      small.add(new UsageBatch("w", 2, rows.subList(100, 101), List.of()));
      assertThat(small.tidy(HOUR)).isTrue();
      small.add(new UsageBatch("w", 3, rows.subList(100, 101), List.of()));
      assertThat(small.tidy(HOUR + 8)).as("somebody is at it for some seconds").isFalse();
      assertThat(size()).isEqualTo(101);
      assertThat(small.tidy(HOUR + 9)).isTrue();
      assertThat(small.tidy(HOUR + 18)).isFalse();
      assertThat(small.cut()).as("one twice").isEqualTo(2);
    }

    assertThat(size()).isEqualTo(100);
    assertThat(usage.rows(hours(Who.ALL), new Page.Request(1_000, "")).items())
        .noneMatch(row -> row.counts().admitted() == 100);
  }

  private long pairs() {
    try (Database database = Database.openExisting(place)) {
      return database.once(
          handle -> handle.createQuery("SELECT count(*) FROM usage_pair").mapTo(Long.class).one());
    }
  }

  private int size() {
    return usage.rows(hours(Who.ALL), new Page.Request(1_000, "")).items().size();
  }

  @Test
  void tidy_manyRows_takesSeveralTurns() {
    int rows = (int) StoredUsage.TURN_MAX + StoredUsage.DELETED_MAX;
    for (int from = 0; from < rows; from += 35_000) {
      List<UsageRow> some = new ArrayList<>();
      for (int i = from; i < Math.min(from + 35_000, rows); i++) {
        some.add(row("key_" + i, "things", HOUR - 91 * DAY, 1));
      }
      addHours(some.toArray(UsageRow[]::new));
    }

    assertThat(usage.tidy(HOUR)).isTrue();
    assertThat(rows(hours(Who.ALL))).isNotEmpty();
    assertThat(usage.tidy(HOUR + 10)).isFalse();
    assertThat(rows(hours(Who.ALL))).isEmpty();
    assertThat(usage.cut()).as("their time was over").isZero();
  }

  @Test
  void add_afterItsPairWasDeletedElsewhere_isThere() {
    addHours(row("key_a", "things", HOUR - 91 * DAY, 1));
    try (StoredUsage other = StoredUsage.open(place)) {
      assertThat(other.tidy(HOUR)).as("the row").isFalse();
      assertThat(other.tidy(HOUR + 10)).as("its pair").isFalse();
    }
    assertThat(pairs()).isZero();
    UsageRow now = row("key_a", "things", HOUR, 5);

    addHours(now);

    assertThat(rows(hours(Who.ALL))).containsExactly(now);
  }
}
