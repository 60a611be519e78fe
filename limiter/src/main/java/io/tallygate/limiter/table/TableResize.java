package io.tallygate.limiter.table;

import io.tallygate.limiter.policy.Eviction;
import io.tallygate.limiter.storage.TableException;
import io.tallygate.limiter.table.CounterTable.Placed;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;

/**
 * Gives a counter file another number of slots: writes a new one beside it, with the same secret
 * and every counter that is not free, and puts it in the old one's place. Whatever goes wrong
 * before that, the old file is as it was.
 */
public final class TableResize {

  private final Path file;
  private final int slots;
  private final long nowMicros;
  private final Progress progress;
  private long moved;

  /** Is told how far it is. */
  public interface Progress {

    /** Of so many pages so many have been gone through. */
    void pages(int done, int all);
  }

  private TableResize(Path file, int slots, long nowMicros, Progress progress) {
    this.file = file;
    this.slots = slots;
    this.nowMicros = nowMicros;
    this.progress = progress;
  }

  /**
   * Resizes a file that no process uses.
   *
   * @param nowMicros what the machine's clock shows
   * @return how many counters were moved
   * @throws TableException if the file is in use, damaged, or the new size too small for what it
   *     holds
   */
  public static long run(Path file, int slots, long nowMicros, Progress progress) {
    if (Files.notExists(file)) {
      throw new TableException("no such counter file: file=" + file);
    }
    try {
      Path real = file.toRealPath(); // a link goes on to lead to it
      try (LockedFile locked = LockedFile.open(real)) {
        return new TableResize(real, slots, nowMicros, progress).from(locked.channel);
      }
    } catch (IOException e) {
      throw new TableException("counter file cannot be resized: file=" + file + ": " + e, e);
    }
  }

  private long from(FileChannel channel) throws IOException {
    if (channel.size() < TableHeader.BYTES) {
      throw TableHeader.notOurs(file);
    }
    TableHeader header =
        new TableHeader(channel.map(MapMode.READ_ONLY, 0, TableHeader.BYTES), file);
    header.check();
    long bytes = (long) CounterTable.words(header.slots()) * Long.BYTES;
    TableFile.checkSize(channel, bytes, file);
    long time = Math.max(nowMicros, header.timeMicros());
    checkLeft(header, time);
    Words words = new MappedWords(channel.map(MapMode.READ_ONLY, TableHeader.BYTES, bytes));
    Path beside = file.resolveSibling(file.getFileName() + ".resized");
    try {
      write(beside, header, words, time);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
    syncFolder();
    return moved;
  }

  /** What a death of the machine may have lost is settled by a start, not here. */
  private void checkLeft(TableHeader header, long time) {
    if (!header.isClean() && !header.boot().equals(Boot.id())) {
      throw new TableException(
          "counter file was not closed before the machine died: file=%s; start and stop the server"
                  .formatted(file)
              + " with it once, then resize it");
    }
    if (header.denyUntilMicros() > time) {
      Instant until = Instant.ofEpochSecond(header.denyUntilMicros() / 1_000_000);
      throw new TableException(
          "counters that were lost are still denied: file=%s until=%s; resize it after that"
              .formatted(file, until));
    }
  }

  private void write(Path beside, TableHeader from, Words old, long time) throws IOException {
    Files.deleteIfExists(beside); // left by a resize that was killed
    try (LockedFile locked = LockedFile.open(beside)) {
      FileChannel channel = locked.channel;
      takeOver(beside);
      TableFile.make(channel, beside, slots);
      MappedByteBuffer head = channel.map(MapMode.READ_WRITE, 0, TableHeader.BYTES);
      TableHeader to = new TableHeader(head, beside);
      to.copySecret(from);
      to.begin(from.run(), Boot.id()); // whose locks and claims are void to the next run
      to.synced(from.lastSyncMicros());
      to.time(time);
      long bytes = (long) CounterTable.words(slots) * Long.BYTES;
      MappedByteBuffer body = channel.map(MapMode.READ_WRITE, TableHeader.BYTES, bytes);
      Words words = new MappedWords(body);
      Pages pages = new Pages(words, slots, Math.max(from.run(), 1));
      move(old, from.slots(), new CounterTable(words, pages, Eviction.NEVER, 0), time);
      body.force();
      to.close();
      head.force();
    }
  }

  /** The new file is its owner's, as the old one is. */
  private void takeOver(Path beside) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    PosixFileAttributeView next = Files.getFileAttributeView(beside, PosixFileAttributeView.class);
    if (view != null && next != null) {
      PosixFileAttributes attributes = view.readAttributes();
      if (!next.getOwner().equals(attributes.owner())) {
        next.setOwner(attributes.owner());
      }
      next.setPermissions(attributes.permissions());
    }
  }

  private void move(Words old, int oldSlots, CounterTable table, long time) {
    Pages pages = new Pages(old, oldSlots, 1);
    int all = TableView.pageCount(pages);
    int[] told = {-1};
    TableView.each(
        old,
        pages,
        time,
        (cursor, unit) -> {
          int page = unit / Slot.PAGE_UNITS;
          if (page != told[0]) {
            told[0] = page;
            progress.pages(page, all);
          }
          move(cursor, table, time);
        });
    progress.pages(all, all);
  }

  private void move(Cursor from, CounterTable table, long time) {
    Cursor to = new Cursor();
    to.aim(from.idHigh, from.idLow);
    Placed placed = table.insert(to, from.word, from.tail, time);
    if (placed == Placed.FULL) {
      throw tooSmall(moved);
    }
    if (placed == Placed.AGAIN) { // twice in the old file, as sectors of different times leave it
      table.find(to);
      if (Long.compareUnsigned(to.word, from.word) < 0) {
        table.swap(to, from.word);
      }
      return;
    }
    moved++;
  }

  private TableException tooSmall(long fits) {
    return new TableException(
        "counters must be enough for the live ones: file=%s slots=%s fitted=%s; give more"
            .formatted(file, slots, fits));
  }

  private void syncFolder() {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      } catch (IOException e) {
        // Some systems cannot; there the rename is on the disk when they like.
      }
    }
  }
}
