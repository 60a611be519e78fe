package io.tallygate.limiter.table;

import io.tallygate.limiter.policy.Eviction;
import io.tallygate.limiter.storage.Recovery;
import io.tallygate.limiter.storage.TableConfig;
import io.tallygate.limiter.storage.TableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A counter table in a mapped file. A process that dies loses nothing, for the pages are the
 * operating system's: no log is kept, and none is replayed. Thread-safe; close it to say that all
 * is well.
 */
public final class TableFile implements AutoCloseable {

  private static final int CHUNK = 256 * Slot.PAGE_BYTES;
  private static final long RUN_MAX = 0xFFFF_FFFFL;

  private final TableConfig config;
  private final LockedFile locked;
  private final FileChannel channel;
  private final MappedByteBuffer headerBytes;
  private final MappedByteBuffer tableBytes;
  private final TableHeader header;
  private final CounterTable table;
  private final Recovery recovery;
  private final long run;
  private boolean closed;

  /**
   * Opens the file, or makes it: then every byte of it is written, so that a full disk shows now
   * and not later.
   *
   * @param slots of a new file; one that is there keeps its own
   * @param nowMicros what the machine's clock shows
   * @throws TableException if another process uses the file, or it is damaged, of another version,
   *     or counted at a time more than an hour ahead of the clock
   */
  public static TableFile open(TableConfig config, int slots, long nowMicros) {
    LockedFile locked = null;
    try {
      locked = LockedFile.open(config.file());
      return new TableFile(config, locked, slots, nowMicros);
    } catch (NoSuchFileException e) {
      throw new TableException("counter file's folder is not there: file=" + config.file(), e);
    } catch (IOException e) {
      throw failed(locked, "counter file cannot be used: file=" + config.file() + ": " + e, e);
    } catch (TableException e) {
      throw failed(locked, String.valueOf(e.getMessage()), e);
    }
  }

  private static TableException failed(
      @Nullable LockedFile locked, String message, Exception cause) {
    try {
      if (locked != null) {
        locked.close();
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return new TableException(message, cause);
  }

  private TableFile(TableConfig config, LockedFile locked, int slots, long nowMicros)
      throws IOException {
    this.config = config;
    this.locked = locked;
    this.channel = locked.channel;
    Recovery.@Nullable Kind made = makeIfNew(slots);
    this.headerBytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, TableHeader.BYTES);
    this.header = new TableHeader(headerBytes, config.file());
    header.check();
    long bytes = (long) CounterTable.words(header.slots()) * Long.BYTES;
    checkSize(channel, bytes, config.file());
    checkTime(nowMicros);
    this.tableBytes = channel.map(FileChannel.MapMode.READ_WRITE, TableHeader.BYTES, bytes);
    Words words = new MappedWords(tableBytes);
    UUID boot = Boot.id();
    this.recovery = recover(made, boot, words, nowMicros);
    this.run = header.run() % RUN_MAX + 1;
    header.begin(run, boot);
    headerBytes.force(); // no later run may have this number again
    Pages pages = new Pages(words, header.slots(), run);
    this.table = new CounterTable(words, pages, Eviction.NEVER, recovery.denyUntilMicros());
  }

  // ---- a new file ----

  private Recovery.@Nullable Kind makeIfNew(int slots) throws IOException {
    if (channel.size() > 0 && !isUnfinished()) {
      return null;
    }
    make(channel, config.file(), slots);
    return Recovery.Kind.NEW;
  }

  /**
   * Whether this is what a process left that was killed while it made the file.
   *
   * @throws TableException if the header is gone, and counters are there
   */
  private boolean isUnfinished() throws IOException {
    ByteBuffer start = ByteBuffer.allocate(TableHeader.BYTES + Slot.PAGE_BYTES);
    readFully(channel, start);
    if (start.position() < start.capacity()) {
      throw TableHeader.notOurs(config.file());
    }
    long mark = start.order(ByteOrder.nativeOrder()).getLong(start.capacity() - Slot.BYTES);
    if (!new TableHeader(start, config.file()).isBlank() || mark != Slot.mark(0)) {
      return false;
    }
    if (hasCounters()) { // which nobody had while it was made
      throw TableHeader.damaged(config.file());
    }
    return true;
  }

  private boolean hasCounters() throws IOException {
    ByteBuffer page = ByteBuffer.allocate(Slot.PAGE_BYTES);
    for (long at = TableHeader.BYTES; at < channel.size(); at += Slot.PAGE_BYTES) {
      readFully(channel, at, page.clear());
      page.flip();
      for (int unit = 0; (unit + 1) * Slot.BYTES <= page.limit(); unit++) {
        boolean used = page.getLong(unit * Slot.BYTES + Slot.WORD * Long.BYTES) != 0;
        if (used && !Slot.isTrailer(unit)) {
          return true;
        }
      }
    }
    return false;
  }

  static void readFully(FileChannel channel, ByteBuffer into) throws IOException {
    readFully(channel, 0, into);
  }

  private static void readFully(FileChannel channel, long from, ByteBuffer into)
      throws IOException {
    while (into.hasRemaining() && channel.read(into, from + into.position()) >= 0) {}
  }

  /** Writes a table without counters; the header last, so that half a file is seen to be none. */
  static void make(FileChannel channel, Path file, int slots) throws IOException {
    int pages = CounterTable.words(slots) / Slot.WORDS / Slot.PAGE_UNITS;
    long number = new SecureRandom().nextLong();
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.nativeOrder());
    channel.truncate(0);
    long at = TableHeader.BYTES;
    for (int page = 0; page < pages; ) {
      chunk.clear();
      for (; page < pages && chunk.hasRemaining(); page++) {
        chunk.position(chunk.position() + Slot.PAGE_BYTES - Slot.BYTES);
        chunk.putLong(Slot.mark(page)).putLong(number).putLong(0).putLong(0);
      }
      chunk.flip();
      while (chunk.hasRemaining()) {
        at += channel.write(chunk, at);
      }
    }
    channel.force(true);
    ByteBuffer first = ByteBuffer.allocate(TableHeader.BYTES);
    new TableHeader(first, file).make(slots, number);
    while (first.hasRemaining()) {
      channel.write(first, first.position());
    }
    channel.force(true);
  }

  // ---- a file that was there ----

  static void checkSize(FileChannel channel, long tableBytes, Path file) throws IOException {
    long expected = TableHeader.BYTES + tableBytes;
    if (channel.size() != expected) {
      throw new TableException(
          "counter file is not as long as it says: file=%s bytes=%s expected=%s; move it away, and"
                  .formatted(file, channel.size(), expected)
              + " a new one is made, which counts from 0");
    }
  }

  private void checkTime(long nowMicros) {
    long hour = 3_600_000_000L;
    if (header.timeMicros() > nowMicros + hour) {
      throw new TableException(
          ("counters were counted at a time ahead of this machine's clock: file=%s aheadSeconds=%s;"
                  + " set the clock, or move the file away to count from 0")
              .formatted(config.file(), (header.timeMicros() - nowMicros) / 1_000_000));
    }
  }

  private Recovery recover(Recovery.@Nullable Kind made, UUID boot, Words words, long nowMicros) {
    Recovery.Kind kind = made != null ? made : left(boot);
    long deny = header.denyUntilMicros();
    int lost = 0;
    if (kind == Recovery.Kind.MACHINE_DEATH) {
      PageRepair repair = new PageRepair(words, header, config.file());
      lost = repair.run();
      if (lost > 0 && config.onLost() == TableConfig.OnLost.DENY) {
        deny = nowMicros + repair.longestPeriodSeconds() * 1_000_000;
        header.denyUntil(deny);
      }
    }
    return new Recovery(kind, lost, header.lastSyncMicros(), deny);
  }

  private Recovery.Kind left(UUID boot) {
    if (header.isClean()) {
      return Recovery.Kind.CLEAN;
    }
    return header.boot().equals(boot) ? Recovery.Kind.PROCESS_DEATH : Recovery.Kind.MACHINE_DEATH;
  }

  // ---- in use ----

  public CounterTable table() {
    return table;
  }

  /** What the ids are hashed with: nobody else's business. */
  public byte[] secret() {
    return header.secret();
  }

  /** What was found at the opening. */
  public Recovery recovery() {
    return recovery;
  }

  /** The number of this run: no earlier one had it. */
  public long run() {
    return run;
  }

  /** The last time that the limiter before this one told. */
  public synchronized long timeMicros() {
    return header.timeMicros();
  }

  public TableConfig config() {
    return config;
  }

  /** Remembers the limiter's time. */
  public synchronized void time(long micros) {
    if (!closed) {
      header.time(micros);
    }
  }

  /**
   * Writes to the disk what was counted before.
   *
   * @param nowMicros the time at which the writing begins
   */
  public void sync(long nowMicros) {
    tableBytes.force();
    synchronized (this) {
      if (!closed) {
        header.synced(nowMicros);
        headerBytes.force();
      }
    }
  }

  /** Writes all to the disk, and says that the file was closed. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      tableBytes.force();
      header.close();
      headerBytes.force();
      try {
        locked.close();
      } catch (IOException e) {
        throw new TableException("counter file cannot be closed: file=" + config.file(), e);
      }
    }
  }
}
