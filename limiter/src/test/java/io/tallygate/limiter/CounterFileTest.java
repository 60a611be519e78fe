package io.tallygate.limiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.limiter.CounterFile.Check;
import io.tallygate.limiter.CounterFile.Counter;
import io.tallygate.limiter.CounterFile.State;
import io.tallygate.limiter.clock.FakeTicker;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.limiter.storage.TableConfig;
import io.tallygate.limiter.storage.TableException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tools see of a counter file, and what a resize keeps. */
final class CounterFileTest {

  private static final int COUNTERS = 820; // 1,000 slots
  private static final int PAGE = 4_096;
  private static final long START = 1_800_000_000L;

  private static final List<Limit> LIMITS =
      List.of(
          new Limit("all", 1_000, Duration.ofHours(1)),
          Limit.sliding("sliding", 1_000, Duration.ofHours(1)),
          Limit.smooth("smooth", 1_000, Duration.ofHours(1), 1_000));

  @TempDir private Path folder;
  private final FakeTicker ticker = new FakeTicker(START * 1_000_000);

  private Path file() {
    return folder.resolve("counters.tally");
  }

  private CounterFile counterFile() {
    return CounterFile.of(file(), ticker);
  }

  private Limiter open() {
    return new Limiter(
        LimiterConfig.DEFAULT
            .withCounters(COUNTERS)
            .withTicker(ticker)
            .withFile(TableConfig.of(file())));
  }

  private static LimitSet limits(Limiter limiter) {
    Group group = Group.of("all", LIMITS, List.of(Endpoint.parse("GET /a")));
    return limiter.limits(group, WindowStart.FIRST_CALL);
  }

  private static Decision decide(Limiter limiter, int caller, Call.Mode mode) {
    Caller who = limiter.caller(Caller.Kind.KEY, "key" + caller, List.of());
    Decision decision = new Decision();
    limiter.decide(new Call(who, limits(limiter), 1 + caller % 7, mode), decision);
    return decision;
  }

  /** Charges three counters of each caller. */
  private static void charge(Limiter limiter, int callers) {
    for (int i = 0; i < callers; i++) {
      assertThat(decide(limiter, i, Call.Mode.CHARGE).outcome()).isEqualTo(Outcome.ADMITTED);
    }
  }

  private static List<List<Long>> remaining(Limiter limiter, int callers) {
    List<List<Long>> all = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      Decision decision = decide(limiter, i, Call.Mode.PEEK);
      List<Long> one = new ArrayList<>();
      for (int j = 0; j < decision.size(); j++) {
        one.add(decision.remaining(j));
      }
      all.add(one);
    }
    return all;
  }

  @Test
  void check_closedFile_isWholeAndCountsTheLive() {
    try (Limiter limiter = open()) {
      charge(limiter, 100);
    }
    Check check = counterFile().check();

    assertThat(check.state()).isEqualTo(State.CLEAN);
    assertThat(check.isWhole()).isTrue();
    assertThat(check.counters()).isEqualTo(COUNTERS);
    assertThat(check.live()).isEqualTo(300);
    assertThat(check.fileBytes()).isEqualTo(9 * PAGE);
    assertThat(check.pages().all()).isEqualTo(8);
    assertThat(check.times().last()).contains(Instant.ofEpochSecond(START));
    assertThat(check.times().denyUntil()).isEmpty();
  }

  @Test
  void check_windowsHaveEnded_countsNone() {
    try (Limiter limiter = open()) {
      charge(limiter, 100);
    }
    ticker.setWallTo(START + 3 * 3_600);
    assertThat(counterFile().check().live()).isZero();
  }

  @Test
  void check_leftByADeathOfTheProcess_saysSo() throws IOException {
    try (Limiter limiter = open()) {
      charge(limiter, 100);
      Path left = Files.copy(file(), folder.resolve("left"));
      Check check = CounterFile.of(left, ticker).check();
      assertThat(check.state()).isEqualTo(State.PROCESS_DEATH);
      assertThat(check.live()).isEqualTo(300);
      assertThat(check.isWhole()).isTrue();
    }
  }

  @Test
  void check_inTheProcessThatCounts_isRefusedAndKeepsTheLock() {
    try (Limiter limiter = open()) {
      charge(limiter, 1);
      assertThatThrownBy(() -> counterFile().check())
          .isInstanceOf(TableException.class)
          .hasMessageContaining("in use by this process: file=")
          .hasMessageContaining("read it from another");
      assertThatThrownBy(this::open).hasMessageContaining("in use by another process");
      assertThatThrownBy(() -> counterFile().resize(2_000, (done, all) -> {}))
          .isInstanceOf(TableException.class)
          .hasMessageContaining("in use by this process");
    }
  }

  @Test
  void check_noFile_saysSoAndMakesNone() {
    assertThatThrownBy(() -> counterFile().check())
        .isInstanceOf(TableException.class)
        .hasMessage("no such counter file: file=" + file());
    assertThatThrownBy(() -> counterFile().resize(2_000, (done, all) -> {}))
        .hasMessage("no such counter file: file=" + file());
    assertThat(file()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4_095, 4_096, 5_000, 4_096 * 8, 4_096 * 9 - 1})
  void checkAndResize_truncatedFile_areRefused(int bytes) throws IOException {
    open().close();
    try (RandomAccessFile cut = new RandomAccessFile(file().toFile(), "rw")) {
      cut.setLength(bytes);
    }
    String rule = bytes < PAGE ? "not a counter file: " : "counter file is not as long as it says";
    assertRefused(rule);
    assertThat(Files.size(file())).isEqualTo(bytes);
  }

  @Test
  void checkAndResize_foreignFile_areRefused() throws IOException {
    Files.writeString(file(), "somebody's diary\n".repeat(10_000));
    assertRefused("not a counter file: ");
    assertThat(Files.readString(file())).startsWith("somebody's diary\n");
  }

  @Test
  void checkAndResize_anotherVersion_areRefused() throws IOException {
    open().close();
    flip(8, 4);
    assertRefused("counter file is of another version: ");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 12, 16, 30, 55, 56, 64})
  void checkAndResize_flippedBitOfTheHead_areRefused(int at) throws IOException {
    open().close();
    flip(at, 4);
    assertRefused("");
  }

  private void flip(long at, int bit) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file().toFile(), "rw")) {
      bytes.seek(at);
      int before = bytes.read();
      bytes.seek(at);
      bytes.write(before ^ bit);
    }
  }

  private void assertRefused(String rule) {
    for (Runnable tool :
        List.<Runnable>of(
            () -> counterFile().check(),
            () -> counterFile().dump(counter -> {}),
            () -> counterFile().resize(2_000, (done, all) -> {}))) {
      assertThatThrownBy(tool::run).isInstanceOf(TableException.class).hasMessageStartingWith(rule);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void check_damagedPages_tellsWhichKind() throws IOException {
    try (Limiter limiter = open()) {
      charge(limiter, 200);
    }
    try (RandomAccessFile bytes = new RandomAccessFile(file().toFile(), "rw")) {
      bytes.seek(PAGE);
      bytes.write(new byte[PAGE]); // the first page was lost
      bytes.seek(4 * PAGE - 24); // the number of the file in the third page's trailer
      bytes.writeLong(1);
    }
    Check check = counterFile().check();
    assertThat(check.isWhole()).isFalse();
    assertThat(check.pages().zero()).isOne();
    assertThat(check.pages().foreign()).isOne();
    assertThat(check.pages().impossibleCounters()).isZero();
    assertThat(check.live()).isLessThan(600);
  }

  @Test
  void check_slotsThatNoLimitLeaves_areCounted() throws IOException {
    try (Limiter limiter = open()) {
      charge(limiter, 200);
    }
    int tail = firstUsedSlot() + 24;
    flip(tail + 7, 4); // little-endian: one of the bits that no rule uses
    Check check = counterFile().check();
    assertThat(check.isWhole()).isFalse();
    assertThat(check.pages().impossibleCounters()).isOne();
  }

  @Test
  void check_counterFarFromItsHome_isAStray() throws IOException {
    try (Limiter limiter = open()) {
      charge(limiter, 200);
    }
    int slot = firstUsedSlot();
    flip(slot + 15, 128); // the highest bit of the id's low half: half a table from its home
    assertThat(counterFile().check().pages().strayCounters()).isOne();
  }

  private int firstUsedSlot() throws IOException {
    byte[] bytes = Files.readAllBytes(file());
    for (int at = PAGE; at < bytes.length; at += 32) {
      if (bytes[at + 23] != 0 && bytes[at + 22] != 0) {
        return at;
      }
    }
    throw new AssertionError("no counter");
  }

  @Test
  void dump_counters_haveIdRulePeriodResetAndUsed() {
    try (Limiter limiter = open()) {
      charge(limiter, 7); // whose costs are 1 to 7
    }
    List<Counter> counters = new ArrayList<>();
    counterFile().dump(counters::add);

    assertThat(counters).hasSize(21).extracting(Counter::id).doesNotHaveDuplicates();
    assertThat(counters).allMatch(counter -> counter.id().matches("[0-9a-f]{32}"));
    assertThat(counters).allMatch(counter -> counter.period().equals(Duration.ofHours(1)));
    assertThat(used(counters, Algorithm.FIXED_WINDOW)).containsExactly(1, 2, 3, 4, 5, 6, 7);
    assertThat(used(counters, Algorithm.SLIDING_WINDOW)).containsExactly(1, 2, 3, 4, 5, 6, 7);
    for (Counter counter : counters) {
      Instant start = Instant.ofEpochSecond(START);
      switch (counter.algorithm()) {
        case FIXED_WINDOW -> assertThat(counter.reset()).contains(start.plus(Duration.ofHours(1)));
        case SMOOTH -> {
          assertThat(counter.used()).isEqualTo(OptionalLong.empty());
          assertThat(counter.reset()).hasValueSatisfying(t -> assertThat(t).isAfter(start));
        }
        default -> assertThat(counter.reset()).isPresent();
      }
    }
  }

  private static List<Integer> used(List<Counter> counters, Algorithm algorithm) {
    return counters.stream()
        .filter(counter -> counter.algorithm() == algorithm)
        .map(counter -> (int) counter.used().orElse(-1))
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {600, 820, 5_000, 100_000})
  void resize_keepsEveryLiveCounter(int counters) throws IOException {
    List<List<Long>> before;
    try (Limiter limiter = open()) {
      charge(limiter, 200);
      before = remaining(limiter, 200);
    }
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));

    assertThat(counterFile().resize(counters, (done, all) -> {})).isEqualTo(600);

    Check check = counterFile().check();
    assertThat(check.isWhole()).isTrue();
    assertThat(check.state()).isEqualTo(State.CLEAN);
    assertThat(check.counters()).isEqualTo(counters);
    assertThat(check.live()).isEqualTo(600);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-r-----");
    try (Limiter limiter = open()) {
      assertThat(limiter.counters()).isEqualTo(counters);
      assertThat(remaining(limiter, 200)).isEqualTo(before);
    }
  }

  @Test
  void resize_leftByADeathOfTheProcess_keepsEveryLiveCounter() throws IOException {
    List<List<Long>> before;
    Path left = folder.resolve("left");
    try (Limiter limiter = open()) {
      charge(limiter, 200);
      before = remaining(limiter, 200);
      Files.copy(file(), left);
    }
    Files.delete(file());
    Files.move(left, file());

    counterFile().resize(2_000, (done, all) -> {});

    try (Limiter limiter = open()) {
      assertThat(remaining(limiter, 200)).isEqualTo(before);
    }
  }

  @Test
  void resize_tooSmall_isRefusedAndChangesNothing() throws IOException {
    try (Limiter limiter = open()) {
      charge(limiter, 200);
    }
    byte[] before = Files.readAllBytes(file());

    assertThatThrownBy(() -> counterFile().resize(599, (done, all) -> {}))
        .isInstanceOf(TableException.class)
        .hasMessage(
            "counters must be at least the live ones: file=%s counters=599 live=600"
                .formatted(file()));
    assertThatThrownBy(() -> counterFile().resize(15, (done, all) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("counters must be 16 to 50000000: counters=15");
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void resize_tellsHowFarItIs() {
    try (Limiter limiter = open()) {
      charge(limiter, 200);
    }
    List<Integer> told = new ArrayList<>();
    counterFile()
        .resize(
            2_000,
            (done, all) -> {
              assertThat(all).isEqualTo(8);
              told.add(done);
            });
    assertThat(told).isSorted().endsWith(8).hasSizeGreaterThan(2);
  }

  @Test
  void resize_leftoverOfAKilledOne_isNoHindrance() throws IOException {
    open().close();
    Files.writeString(folder.resolve("counters.tally.resized"), "half of a file");
    counterFile().resize(2_000, (done, all) -> {});
    assertThat(counterFile().check().counters()).isEqualTo(2_000);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void resize_throughALink_replacesTheFileAndNotTheLink() throws IOException {
    open().close();
    Path link = Files.createSymbolicLink(folder.resolve("link"), file());
    CounterFile.of(link, ticker).resize(2_000, (done, all) -> {});
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(counterFile().check().counters()).isEqualTo(2_000);
  }
}
