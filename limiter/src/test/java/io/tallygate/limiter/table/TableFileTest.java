package io.tallygate.limiter.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.limiter.algorithm.FixedWindow;
import io.tallygate.limiter.algorithm.SlidingWindow;
import io.tallygate.limiter.algorithm.Tail;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Eviction;
import io.tallygate.limiter.storage.Recovery;
import io.tallygate.limiter.storage.TableConfig;
import io.tallygate.limiter.storage.TableException;
import io.tallygate.limiter.table.CounterTable.Placed;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counters in a file: what is found after a close, a death of the process, one of the machine. */
final class TableFileTest {

  private static final long SECOND = 1_000_000;
  private static final long NOW = 1_800_000_000L * SECOND;
  private static final long END = NOW / SECOND + 3_600;
  private static final int SLOTS = 1_000;

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("counters");
  }

  private TableFile open(Path file) {
    return TableFile.open(TableConfig.of(file), SLOTS, NOW);
  }

  /** What a killed process leaves: the pages as they are, without a close. */
  private Path killed(String name) throws IOException {
    return Files.copy(file(), folder.resolve(name));
  }

  private static Cursor cursor(long number) {
    SplittableRandom random = new SplittableRandom(number);
    Cursor cursor = new Cursor();
    cursor.aim(random.nextLong(), random.nextLong());
    return cursor;
  }

  private static long used(CounterTable table, long number) {
    Cursor cursor = cursor(number);
    table.find(cursor);
    return FixedWindow.used(cursor.word());
  }

  private static Placed insert(CounterTable table, long number, long used) {
    long tail = Tail.of(Algorithm.FIXED_WINDOW, 3_600, 0);
    return table.insert(cursor(number), FixedWindow.charged(0, 0, END, used), tail, NOW);
  }

  private static void fill(CounterTable table, int counters) {
    for (int i = 1; i <= counters; i++) {
      assertThat(insert(table, i, i)).isEqualTo(Placed.DONE);
    }
  }

  private static void assertFilled(CounterTable table, int counters) {
    for (int i = 1; i <= counters; i++) {
      assertThat(used(table, i)).as("counter=%s", i).isEqualTo(i);
    }
  }

  @Test
  void open_newFile_isMadeWholeAndOwnersAlone() throws IOException {
    try (TableFile file = open(file())) {
      assertThat(file.recovery().kind()).isEqualTo(Recovery.Kind.NEW);
      assertThat(file.table().slots()).isEqualTo(SLOTS);
    }
    assertThat(Files.size(file())).isEqualTo(4_096 * 9); // 8 pages of 127 slots, and the header
    assertThat(Files.getPosixFilePermissions(file())).hasSize(2);
  }

  /** A full disk is an error now: later, under a mapping, it would kill the process. */
  @Test
  void open_newFile_hasTheDisksBlocksForAllOfIt() throws Exception {
    int slots = 100_000;
    TableFile.open(TableConfig.of(file()), slots, NOW).close();
    long bytes = TableHeader.BYTES + CounterTable.bytes(slots);
    Path written = Files.write(folder.resolve("written"), new byte[(int) bytes]);
    assertThat(Files.size(file())).isEqualTo(bytes);
    long whole = Math.min(kibibytes(written), bytes / 1_024); // some disks keep zeros for less
    assertThat(kibibytes(file())).isGreaterThanOrEqualTo(whole);
  }

  /** What a file has of the disk. */
  private static long kibibytes(Path file) throws Exception {
    Process du = new ProcessBuilder("du", "-k", file.toString()).start();
    String line = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(du.waitFor()).isZero();
    return Long.parseLong(line.substring(0, line.indexOf('\t')));
  }

  @Test
  void open_closedFile_hasAllCountersAndTheSecret() {
    byte[] secret;
    try (TableFile file = open(file())) {
      fill(file.table(), 800);
      secret = file.secret();
      file.time(NOW + 5);
    }
    try (TableFile file = TableFile.open(TableConfig.of(file()), 16, NOW)) {
      assertThat(file.recovery().kind()).isEqualTo(Recovery.Kind.CLEAN);
      assertThat(file.table().slots()).as("the file keeps its own").isEqualTo(SLOTS);
      assertThat(file.secret()).isEqualTo(secret);
      assertThat(file.timeMicros()).isEqualTo(NOW + 5);
      assertFilled(file.table(), 800);
    }
  }

  @Test
  void open_afterADeathOfTheProcess_hasAllCounters() throws IOException {
    try (TableFile file = open(file())) {
      fill(file.table(), 800);
      try (TableFile next = open(killed("killed"))) {
        assertThat(next.recovery().kind()).isEqualTo(Recovery.Kind.PROCESS_DEATH);
        assertThat(next.run()).isNotEqualTo(file.run());
        assertFilled(next.table(), 800);
      }
    }
  }

  @Test
  void open_twice_isRefused() {
    try (TableFile file = open(file())) {
      assertThatThrownBy(() -> open(file()))
          .isInstanceOf(TableException.class)
          .hasMessageStartingWith("counter file is in use by another process: file=")
          .hasMessageContaining("give each its own");
      fill(file.table(), 3);
    }
  }

  @Test
  void open_unfinishedFile_isMadeAnew() throws IOException {
    open(file()).close();
    try (RandomAccessFile half = new RandomAccessFile(file().toFile(), "rw")) {
      half.write(new byte[4_096]); // the header is written last
    }
    try (TableFile file = open(file())) {
      assertThat(file.recovery().kind()).isEqualTo(Recovery.Kind.NEW);
      fill(file.table(), 800);
    }
  }

  @Test
  void open_noFolder_saysSo() {
    assertThatThrownBy(() -> open(folder.resolve("none/counters")))
        .isInstanceOf(TableException.class)
        .hasMessageStartingWith("counter file's folder is not there: file=");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4_095, 4_096, 5_000, 4_096 * 8, 4_096 * 9 - 1})
  void open_truncatedFile_isRefused(int bytes) throws IOException {
    open(file()).close();
    try (RandomAccessFile cut = new RandomAccessFile(file().toFile(), "rw")) {
      cut.setLength(bytes);
    }
    if (bytes < 4_096 * 2) {
      assertThatThrownBy(() -> open(file()))
          .isInstanceOf(TableException.class)
          .hasMessageStartingWith("not a counter file: file=");
    } else {
      assertThatThrownBy(() -> open(file()))
          .isInstanceOf(TableException.class)
          .hasMessageContaining("not as long as it says")
          .hasMessageContaining("move it away");
    }
    assertThat(Files.size(file())).as("nothing is changed").isEqualTo(bytes);
  }

  @Test
  void open_anyBitOfTheHeaderFlipped_isRefusedOrHarmless() throws IOException {
    try (TableFile file = open(file())) {
      fill(file.table(), 800);
    }
    byte[] whole = Files.readAllBytes(file());
    for (int at = 0; at < 1_100; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << at % 8);
      Path damaged = Files.write(folder.resolve("damaged"), flipped);
      if (at >= 72) { // of what a run changes there are two, and elsewhere nothing stands
        try (TableFile file = open(damaged)) {
          assertThat(file.run()).as("at=%s", at).isEqualTo(2);
          assertFilled(file.table(), 800);
        }
      } else {
        assertThatThrownBy(() -> open(damaged)).as("at=%s", at).isInstanceOf(TableException.class);
      }
    }
  }

  @Test
  void open_killedWhileTheHeaderWasWritten_hasWhatStoodBefore() throws IOException {
    try (TableFile file = open(file())) {
      fill(file.table(), 800);
      file.time(NOW + 5);
      for (int block : new int[] {512, 1_024}) {
        Path half = killed("half-" + block);
        byte[] bytes = Files.readAllBytes(half);
        bytes[block + 48]++; // the checksum was not written any more
        Files.write(half, bytes);
        try (TableFile next = open(half)) {
          assertThat(next.recovery().kind()).isEqualTo(Recovery.Kind.PROCESS_DEATH);
          assertThat(next.run()).isEqualTo(file.run() + 1);
          assertFilled(next.table(), 800);
        }
        bytes[1_536 - block + 48]++;
        Files.write(half, bytes);
        assertThatThrownBy(() -> open(half)).hasMessageContaining("first page is damaged");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"somebody's diary\n", "\0"})
  void open_foreignFile_isRefusedAndLeftAlone(String text) throws IOException {
    Files.writeString(file(), text.repeat(40_000));
    String before = Files.readString(file());

    assertThatThrownBy(() -> open(file()))
        .isInstanceOf(TableException.class)
        .hasMessageStartingWith("not a counter file: file=");
    assertThat(Files.readString(file())).isEqualTo(before);
  }

  @Test
  void open_countedAheadOfTheClock_isRefused() {
    try (TableFile file = open(file())) {
      file.time(NOW + 3_601 * SECOND);
    }
    assertThatThrownBy(() -> open(file()))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("aheadSeconds=3601; set the clock, or move the file away");
    TableFile.open(TableConfig.of(file()), SLOTS, NOW + 2 * SECOND).close();
  }

  // ---- what a killed process was just doing ----

  @Test
  void table_killedWhileItHeldALock_isTakenOver() {
    Words words = new HeapWords(CounterTable.words(SLOTS));
    Pages dead = new Pages(words, SLOTS, 7);
    dead.lock(dead.lockOf(cursor(1).idLow));

    CounterTable table = new CounterTable(words, new Pages(words, SLOTS, 8), Eviction.NEVER, 0);
    assertThat(insert(table, 1, 1)).isEqualTo(Placed.DONE);
  }

  @Test
  void table_killedWhileItClaimed_isTakenOver() {
    Words words = new HeapWords(CounterTable.words(SLOTS));
    int home = new Pages(words, SLOTS, 8).home(cursor(1).idLow);
    words.set(home * Slot.WORDS + Slot.WORD, Slot.claimed(7));

    CounterTable table = new CounterTable(words, new Pages(words, SLOTS, 8), Eviction.NEVER, 0);
    assertThat(insert(table, 1, 1)).isEqualTo(Placed.DONE);
    assertThat(used(table, 1)).isOne();
    Cursor found = cursor(1);
    table.find(found);
    assertThat(found.slot()).isEqualTo(home);
  }

  @Test
  void table_killedWhileItRenewed_isCompleted() {
    CounterTable table = new CounterTable(SLOTS, Eviction.NEVER);
    long tail = Tail.of(Algorithm.SLIDING_WINDOW, 60, 5);
    long word = FixedWindow.charged(0, 0, NOW / SECOND + 60, 9);
    Cursor cursor = cursor(1);
    table.insert(cursor, word, tail, NOW);
    table.swap(cursor, SlidingWindow.sealed(word)); // and then it was killed

    Cursor next = cursor(1);
    table.find(next);
    long renewed = FixedWindow.charged(0, 0, NOW / SECOND + 120, 1);
    assertThat(table.renew(next, renewed, Tail.withRest(tail, 9))).isTrue();
    table.find(next);
    assertThat(next.word()).isEqualTo(renewed);
    assertThat(Tail.rest(next.tail())).isEqualTo(9);
  }

  @Test
  void table_sealedWindowOfNobody_isReclaimed() {
    CounterTable table = new CounterTable(16, Eviction.NEVER);
    long tail = Tail.of(Algorithm.SLIDING_WINDOW, 60, 5);
    for (int i = 0; i < 16; i++) {
      Cursor cursor = cursor(i);
      cursor.idLow = (long) i << 58; // homes of one page: its lock is held by who inserts
      table.insert(cursor, FixedWindow.charged(0, 0, NOW / SECOND + 60, 9), tail, NOW);
      table.swap(cursor, SlidingWindow.sealed(cursor.word()));
    }
    assertThat(insert(table, 99, 1)).isEqualTo(Placed.FULL);
    long later = NOW + 120 * SECOND;
    Cursor cursor = cursor(99);
    long word = FixedWindow.charged(0, 0, later / SECOND + 60, 1);
    assertThat(table.insert(cursor, word, tail, later)).isEqualTo(Placed.DONE);
  }

  // ---- a death of the machine ----

  /** The file as another boot finds it, with these pages as zeros. */
  private Path afterAnotherBoot(int... zeroedPages) throws IOException {
    Path left = killed("left");
    try (RandomAccessFile bytes = new RandomAccessFile(left.toFile(), "rw")) {
      for (int page : zeroedPages) {
        bytes.seek(4_096L * (page + 1));
        bytes.write(new byte[4_096]);
      }
      byte[] first = new byte[4_096];
      bytes.seek(0);
      bytes.readFully(first);
      TableHeader header = new TableHeader(ByteBuffer.wrap(first), left);
      header.begin(header.run(), new UUID(1, 1));
      bytes.seek(0);
      bytes.write(first);
    }
    return left;
  }

  @Test
  void open_afterADeathOfTheMachine_saysSinceWhenCountersMayBeLost() throws IOException {
    try (TableFile file = open(file())) {
      fill(file.table(), 800);
      file.sync(NOW + 42);
      try (TableFile next = open(afterAnotherBoot())) {
        assertThat(next.recovery())
            .isEqualTo(new Recovery(Recovery.Kind.MACHINE_DEATH, 0, NOW + 42, 0));
        assertFilled(next.table(), 800);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TableConfig.OnLost.class)
  void open_pagesOfZeros_areLostAndNotEmpty(TableConfig.OnLost onLost) throws IOException {
    try (TableFile file = open(file())) {
      fill(file.table(), 800);
      TableConfig config = new TableConfig(afterAnotherBoot(2, 5), TableConfig.NEVER, onLost);
      boolean denies = onLost == TableConfig.OnLost.DENY;
      try (TableFile next = TableFile.open(config, SLOTS, NOW)) {
        assertThat(next.recovery().lostPages()).isEqualTo(2);
        assertThat(next.recovery().denyUntilMicros()).isEqualTo(denies ? NOW + 3_600 * SECOND : 0);
        List<Integer> lost = new ArrayList<>();
        for (int i = 1; i <= 800; i++) {
          if (used(next.table(), i) == 0) {
            lost.add(i);
          }
        }
        assertThat(lost).hasSizeBetween(1, 2 * 127);
        for (int i : lost) {
          assertThat(insert(next.table(), i, 1)).isEqualTo(denies ? Placed.LOST : Placed.DONE);
        }
      }
    }
  }

  @Test
  void open_aPageOfAnotherFile_isRefused() throws IOException {
    try (TableFile file = open(file())) {
      Path left = afterAnotherBoot();
      try (RandomAccessFile bytes = new RandomAccessFile(left.toFile(), "rw")) {
        bytes.seek(4_096 * 3 - 24); // the number of the file in the second page's trailer
        bytes.writeLong(1);
      }
      assertThatThrownBy(() -> open(left))
          .isInstanceOf(TableException.class)
          .hasMessageContaining("has a page that is not its own")
          .hasMessageContaining("page=1; move it away");
      fill(file.table(), 1);
    }
  }
}
