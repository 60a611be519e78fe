package io.tallygate.limiter.table;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.storage.TableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.zip.CRC32;

/** The first page of a counter file. Not thread-safe. */
final class TableHeader {

  /*
   *     offset   what never changes
   *        0     magic number, 8 bytes
   *        8     version, 4; slots, 4
   *       16     number of the file, 8
   *       24     secret of the ids, 32
   *       56     order of bytes in words, 8
   *       64     checksum of the 64 bytes before, 8
   *
   *     offset   what each run changes: twice, from 512 and from 1024, each in a sector of its own
   *        0     number of the change, 8
   *        8     run, 8
   *       16     id of the machine's boot, 16
   *       32     whether the file was closed, 8
   *       40     last finished sync, 8
   *       48     last time of the limiter, 8
   *       56     until when what was lost is denied, 8
   *       64     checksum of the 64 bytes before, 8
   *
   * A change is written into the older of the two, whole; of those whose checksum is right the one
   * with the greater number is in force. So whoever is killed while it writes leaves the other.
   * Both have the run: no earlier one may come back, for locks bear its number.
   */

  static final int BYTES = Slot.PAGE_BYTES;
  static final int VERSION = 1;

  private static final long MAGIC = 0x54414C4C59544142L; // TALLYTAB
  private static final long ORDER = 0x0102030405060708L;
  private static final int FIXED_END = 64;
  private static final int ONE = 512;
  private static final int OTHER = 1_024;
  private static final int NONE = -1;
  private static final int SECRET_BYTES = 32;

  private final ByteBuffer bytes;
  private final Path file; // for messages

  TableHeader(ByteBuffer bytes, Path file) {
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    this.file = file;
  }

  /** Whether the making of the file has not got as far as the header. */
  boolean isBlank() {
    for (int at = 0; at < BYTES; at += Long.BYTES) {
      if (bytes.getLong(at) != 0) {
        return false;
      }
    }
    return true;
  }

  void make(int slots, long number) {
    SecureRandom random = new SecureRandom();
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    bytes.putInt(8, VERSION).putInt(12, slots).putLong(16, number);
    bytes.put(24, secret);
    bytes.order(ByteOrder.nativeOrder()).putLong(56, ORDER).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(0, MAGIC).putLong(FIXED_END, checksum(0, FIXED_END));
    begin(0, new UUID(0, 0));
    close();
  }

  /** Refuses what is not a table of this version, whole. */
  void check() {
    if (bytes.getLong(0) != MAGIC) {
      throw notOurs(file);
    }
    if (bytes.getInt(8) != VERSION) {
      throw new TableException(
          "counter file is of another version: file=%s version=%s, this is version %s%s"
              .formatted(file, bytes.getInt(8), VERSION, wayOut()));
    }
    if (bytes.getLong(FIXED_END) != checksum(0, FIXED_END) || inForce() == NONE) {
      throw damaged(file);
    }
    long order = bytes.order(ByteOrder.nativeOrder()).getLong(56);
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    if (order != ORDER) {
      throw new TableException(
          "counter file comes from a machine with another order of bytes: file=" + file + wayOut());
    }
  }

  static TableException notOurs(Path file) {
    return new TableException("not a counter file: file=" + file + wayOut());
  }

  static TableException damaged(Path file) {
    return new TableException("counter file's first page is damaged: file=" + file + wayOut());
  }

  private static String wayOut() {
    return "; move it away, and a new one is made, which counts from 0";
  }

  int slots() {
    return bytes.getInt(12);
  }

  long number() {
    return bytes.getLong(16);
  }

  byte[] secret() {
    byte[] secret = new byte[SECRET_BYTES];
    bytes.get(24, secret);
    return secret;
  }

  void copySecret(TableHeader other) {
    bytes.put(24, other.secret());
    bytes.putLong(FIXED_END, checksum(0, FIXED_END));
  }

  long run() {
    return bytes.getLong(inForce() + 8);
  }

  UUID boot() {
    int at = inForce();
    return new UUID(bytes.getLong(at + 16), bytes.getLong(at + 24));
  }

  boolean isClean() {
    return bytes.getLong(inForce() + 32) != 0;
  }

  long lastSyncMicros() {
    return bytes.getLong(inForce() + 40);
  }

  long timeMicros() {
    return bytes.getLong(inForce() + 48);
  }

  long denyUntilMicros() {
    return bytes.getLong(inForce() + 56);
  }

  /** Another run begins. */
  void begin(long run, UUID boot) {
    for (int i = 0; i < 2; i++) {
      change(
          at -> {
            bytes.putLong(at + 8, run);
            bytes.putLong(at + 16, boot.getMostSignificantBits());
            bytes.putLong(at + 24, boot.getLeastSignificantBits());
            bytes.putLong(at + 32, 0);
          });
    }
  }

  void close() {
    change(at -> bytes.putLong(at + 32, 1));
  }

  void synced(long micros) {
    change(at -> bytes.putLong(at + 40, micros));
  }

  void time(long micros) {
    if (micros > timeMicros()) {
      change(at -> bytes.putLong(at + 48, micros));
    }
  }

  void denyUntil(long micros) {
    change(at -> bytes.putLong(at + 56, micros));
  }

  /** Where what is in force stands; {@link #NONE} if both are damaged, or none was ever written. */
  private int inForce() {
    boolean one = isWhole(ONE);
    boolean other = isWhole(OTHER);
    if (one && other) {
      return bytes.getLong(ONE) > bytes.getLong(OTHER) ? ONE : OTHER;
    }
    return one ? ONE : other ? OTHER : NONE;
  }

  private boolean isWhole(int at) {
    return bytes.getLong(at + FIXED_END) == checksum(at, at + FIXED_END);
  }

  private void change(IntConsumer change) {
    int from = inForce();
    int to = from == ONE ? OTHER : ONE;
    for (int at = 0; from != NONE && at < FIXED_END; at += Long.BYTES) {
      bytes.putLong(to + at, bytes.getLong(from + at));
    }
    change.accept(to);
    bytes.putLong(to, bytes.getLong(to) + 1);
    bytes.putLong(to + FIXED_END, checksum(to, to + FIXED_END));
  }

  private long checksum(int from, int to) {
    require(from < to, "range must not be empty: from=%s to=%s", from, to);
    CRC32 sum = new CRC32();
    sum.update(bytes.duplicate().position(from).limit(to));
    return sum.getValue() + 1; // never the checksum of a blank page
  }
}
