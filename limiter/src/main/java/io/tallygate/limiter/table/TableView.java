package io.tallygate.limiter.table;

import io.tallygate.limiter.algorithm.Standing;
import io.tallygate.limiter.algorithm.Tail;
import io.tallygate.limiter.storage.TableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/**
 * A counter file as a tool reads it: mapped for reading only, while a server may count in it. What
 * it says of a counter is what stood there at some moment of the reading. Thread-safe.
 */
public final class TableView {

  private static final int TRIES = 100; // a server writes the header once a second or so

  private final TableHeader header;
  private final long fileBytes;
  private final Words words;
  private final Pages pages;
  private final State state;

  /** How the file was left, or is being used. */
  public enum State {
    /** A process counts in it. */
    IN_USE,
    /** It was closed. */
    CLEAN,
    /** Its process died; the machine did not. */
    PROCESS_DEATH,
    /** The machine died, or nobody can tell. */
    MACHINE_DEATH
  }

  /** Is told of counters. */
  public interface Visitor {

    /**
     * One counter that is not free.
     *
     * @param unit where it stands
     */
    void counter(Cursor cursor, int unit);
  }

  /**
   * What is wrong with the pages and the slots.
   *
   * @param zeroPages pages of zeros: lost by a death of the machine, and not yet made anew
   * @param remadePages pages that were lost, and made anew by a later start
   * @param foreignPages pages that are not this file's own
   * @param impossibleSlots slots with words that no limit leaves
   * @param straySlots counters so far from their home that no call finds them
   */
  public record Findings(
      int zeroPages, int remadePages, int foreignPages, long impossibleSlots, long straySlots) {

    /** Whether all is as it was written, or was mended. */
    public boolean isWhole() {
      return zeroPages == 0 && foreignPages == 0 && impossibleSlots == 0 && straySlots == 0;
    }
  }

  private TableView(TableHeader header, long fileBytes, Words words, State state) {
    this.header = header;
    this.fileBytes = fileBytes;
    this.words = words;
    this.pages = new Pages(words, header.slots(), 1); // which takes no lock
    this.state = state;
  }

  /**
   * Maps a file.
   *
   * @throws TableException if it is no counter file of this version, or is damaged at its head
   */
  public static TableView open(Path file) {
    refuseOurs(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      TableHeader header = header(channel, file);
      long bytes = (long) CounterTable.words(header.slots()) * Long.BYTES;
      TableFile.checkSize(channel, bytes, file);
      Words words =
          new MappedWords(channel.map(FileChannel.MapMode.READ_ONLY, TableHeader.BYTES, bytes));
      return new TableView(header, channel.size(), words, state(channel, header));
    } catch (NoSuchFileException e) {
      throw new TableException("no such counter file: file=" + file, e);
    } catch (IOException e) {
      throw new TableException("counter file cannot be read: file=" + file + ": " + e, e);
    }
  }

  /** Closing the channel would let go of the lock that this process has. */
  private static void refuseOurs(Path file) {
    try {
      if (Files.exists(file) && LockedFile.isOurs(file)) {
        throw new TableException(
            "counter file is in use by this process: file=" + file + "; read it from another");
      }
    } catch (IOException e) {
      throw new TableException("counter file cannot be read: file=" + file + ": " + e, e);
    }
  }

  /**
   * A copy that no server changes any more; one that was read while it was written is not whole.
   */
  private static TableHeader header(FileChannel channel, Path file) throws IOException {
    for (int tries = 1; ; tries++) {
      ByteBuffer bytes = ByteBuffer.allocate(TableHeader.BYTES);
      TableFile.readFully(channel, bytes);
      if (bytes.hasRemaining()) {
        throw TableHeader.notOurs(file);
      }
      TableHeader header = new TableHeader(bytes, file);
      try {
        header.check();
        return header;
      } catch (TableException e) {
        if (tries == TRIES) {
          throw e;
        }
        LockSupport.parkNanos(10_000);
      }
    }
  }

  /** A lock that is shared tells whether a process has the file, and is let go at once. */
  private static State state(FileChannel channel, TableHeader header) throws IOException {
    FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true);
    if (lock == null) {
      return State.IN_USE;
    }
    lock.release();
    if (header.isClean()) {
      return State.CLEAN;
    }
    return header.boot().equals(Boot.id()) ? State.PROCESS_DEATH : State.MACHINE_DEATH;
  }

  public State state() {
    return state;
  }

  public int slots() {
    return pages.slots();
  }

  public int pageCount() {
    return pageCount(pages);
  }

  static int pageCount(Pages pages) {
    return Slot.trailerOf(pages.units() - 1) / Slot.PAGE_UNITS + 1;
  }

  public long fileBytes() {
    return fileBytes;
  }

  /** When the file was last known to be on the disk whole; 0 if never. */
  public long lastSyncMicros() {
    return header.lastSyncMicros();
  }

  /** The last time that a limiter told; 0 if none did. */
  public long timeMicros() {
    return header.timeMicros();
  }

  public long denyUntilMicros() {
    return header.denyUntilMicros();
  }

  /** Looks at every page and every slot. */
  public Findings findings(long nowMicros) {
    int zero = 0;
    int remade = 0;
    int foreign = 0;
    for (int page = 0; page < pageCount(); page++) {
      int trailer = Slot.trailerOf(page * Slot.PAGE_UNITS) * Slot.WORDS;
      long mark = words.get(trailer + Slot.MARK);
      boolean ours = words.get(trailer + Slot.FILE) == header.number();
      if (mark == 0) {
        zero++;
      } else if (!ours || (mark != Slot.mark(page) && mark != Slot.lostMark(page))) {
        foreign++;
      } else if (Slot.isLostMark(mark)) {
        remade++;
      }
    }
    long[] odd = new long[2]; // impossible, stray
    each(words, pages, nowMicros, (cursor, unit) -> judge(cursor, unit, odd));
    return new Findings(zero, remade, foreign, odd[0], odd[1]);
  }

  private void judge(Cursor cursor, int unit, long[] odd) {
    if (!Standing.isPossible(cursor.word, cursor.tail)) {
      odd[0]++;
    } else if (pages.distance(pages.home(cursor.idLow), unit)
        > pages.reach(pages.home(cursor.idLow))) {
      odd[1]++;
    }
  }

  /** Visits every counter that is not free; the cursor is good until the visitor returns. */
  public void each(long nowMicros, Visitor visitor) {
    each(words, pages, nowMicros, visitor);
  }

  static void each(Words words, Pages pages, long nowMicros, Visitor visitor) {
    Cursor cursor = new Cursor();
    for (int unit = 0; unit < pages.units(); unit++) {
      if (!Slot.isTrailer(unit) && read(words, unit, cursor)) {
        if (!Tail.isFree(cursor.word, cursor.tail, nowMicros)) {
          visitor.counter(cursor, unit);
        }
      }
    }
  }

  /** Reads a slot's four words as they stood together; false if it is nobody's. */
  private static boolean read(Words words, int unit, Cursor cursor) {
    int at = unit * Slot.WORDS;
    for (int tries = 0; tries < TRIES; tries++) {
      long word = words.get(at + Slot.WORD);
      if (word == 0 || Slot.isClaimed(word)) { // who claimed it has counted nothing yet
        return false;
      }
      cursor.idHigh = words.get(at + Slot.ID_HIGH);
      cursor.idLow = words.get(at + Slot.ID_LOW);
      cursor.tail = words.get(at + Slot.TAIL);
      cursor.word = words.get(at + Slot.WORD);
      cursor.slot = unit;
      if (cursor.word == word) {
        return true;
      }
    }
    return !Slot.isClaimed(cursor.word); // a hot one: its word changes, its owner does not
  }
}
