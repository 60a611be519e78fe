package io.tallygate.limiter.table;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.storage.TableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.UUID;
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
   *     offset   what each run changes; a sector of its own, so that it is never torn
   *      512     run, 8
   *      520     id of the machine's boot, 16
   *      536     whether the file was closed, 8
   *      544     last finished sync, 8
   *      552     last time of the limiter, 8
   *      560     until when what was lost is denied, 8
   *      568     checksum of the 56 bytes before, 8
   */

  static final int BYTES = Slot.PAGE_BYTES;
  static final int VERSION = 1;

  private static final long MAGIC = 0x54414C4C59544142L; // TALLYTAB
  private static final long ORDER = 0x0102030405060708L;
  private static final int FIXED_END = 64;
  private static final int RUN = 512;
  private static final int RUN_END = 568;
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
    if (bytes.getLong(FIXED_END) != checksum(0, FIXED_END)
        || bytes.getLong(RUN_END) != checksum(RUN, RUN_END)) {
      throw new TableException("counter file's first page is damaged: file=" + file + wayOut());
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
    return bytes.getLong(RUN);
  }

  UUID boot() {
    return new UUID(bytes.getLong(520), bytes.getLong(528));
  }

  boolean isClean() {
    return bytes.getLong(536) != 0;
  }

  long lastSyncMicros() {
    return bytes.getLong(544);
  }

  long timeMicros() {
    return bytes.getLong(552);
  }

  long denyUntilMicros() {
    return bytes.getLong(560);
  }

  /** Another run begins. */
  void begin(long run, UUID boot) {
    bytes.putLong(RUN, run);
    bytes.putLong(520, boot.getMostSignificantBits()).putLong(528, boot.getLeastSignificantBits());
    bytes.putLong(536, 0);
    seal();
  }

  void close() {
    bytes.putLong(536, 1);
    seal();
  }

  void synced(long micros) {
    bytes.putLong(544, micros);
    seal();
  }

  void time(long micros) {
    if (micros > timeMicros()) {
      bytes.putLong(552, micros);
      seal();
    }
  }

  void denyUntil(long micros) {
    bytes.putLong(560, micros);
    seal();
  }

  private void seal() {
    bytes.putLong(RUN_END, checksum(RUN, RUN_END));
  }

  private long checksum(int from, int to) {
    require(from < to, "range must not be empty: from=%s to=%s", from, to);
    CRC32 sum = new CRC32();
    sum.update(bytes.duplicate().position(from).limit(to));
    return sum.getValue() + 1; // never the checksum of a blank page
  }
}
