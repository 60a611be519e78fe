package io.tallygate.limiter.table;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Makes what a machine that died may leave of a counter file. */
final class Wreckage {

  static final int SECTOR = 512; // bytes, as a disk writes them whole
  private static final int HEAD_FIXED = 72; // bytes, with their checksum: see TableHeader

  private final SplittableRandom random;
  private int at; // of the last flipped bit
  private int lostPages; // of the last file

  Wreckage(SplittableRandom random) {
    this.random = random;
  }

  /** Each sector as it was in one of the copies. */
  byte[] torn(List<byte[]> copies) {
    byte[] torn = new byte[copies.get(0).length];
    for (int sector = 0; sector < torn.length; sector += SECTOR) {
      byte[] copy = copies.get(random.nextInt(copies.size()));
      System.arraycopy(copy, sector, torn, sector, SECTOR);
    }
    return torn;
  }

  /** Marks a file as last used before the machine started, and as synced at these times. */
  static byte[] ofAnotherBoot(byte[] file, long... syncMicros) {
    byte[] head = Arrays.copyOf(file, TableHeader.BYTES);
    TableHeader header = new TableHeader(ByteBuffer.wrap(head), Path.of("left"));
    header.begin(header.run(), new UUID(1, 1));
    for (long micros : syncMicros) {
      header.synced(micros);
    }
    System.arraycopy(head, 0, file, 0, head.length);
    return file;
  }

  byte[] of(Wreck wreck, byte[] file) {
    at = 0;
    lostPages = 0;
    return switch (wreck) {
      case NONE -> file;
      case ZERO_PAGES -> losePages(file);
      case TRUNCATED -> Arrays.copyOf(file, 1 + random.nextInt(file.length - 1));
      case FOREIGN -> foreign(file);
      case FOREIGN_PAGE -> foreignPage(file);
      case FLIPPED_BIT -> flipBit(file);
      case ZERO_HEAD -> zero(file, 0);
    };
  }

  private static byte[] zero(byte[] file, int page) {
    Arrays.fill(file, page * Slot.PAGE_BYTES, (page + 1) * Slot.PAGE_BYTES, (byte) 0);
    return file;
  }

  private byte[] losePages(byte[] file) {
    for (int page = 1; page < file.length / Slot.PAGE_BYTES; page++) {
      if (random.nextInt(3) == 0) {
        zero(file, page);
        lostPages++;
      }
    }
    return file;
  }

  private byte[] foreign(byte[] file) {
    if (random.nextBoolean()) {
      random.nextBytes(file);
    } else {
      Arrays.fill(file, (byte) random.nextInt(256)); // not least zeros
    }
    return file;
  }

  /** The number of the page's file stands behind its mark, in the last slot's place. */
  private byte[] foreignPage(byte[] file) {
    int page = 1 + random.nextInt(file.length / Slot.PAGE_BYTES - 1);
    file[(page + 1) * Slot.PAGE_BYTES - Slot.BYTES + Long.BYTES] ^=
        (byte) (1 + random.nextInt(255));
    return file;
  }

  /** Where something stands: in what never changes, or in either of what each run changes. */
  private byte[] flipBit(byte[] file) {
    at = random.nextInt(HEAD_FIXED) + random.nextInt(3) * SECTOR;
    file[at] ^= (byte) (1 << random.nextInt(8));
    return file;
  }

  /** Where the bit of the last file was flipped. */
  int at() {
    return at;
  }

  /** How many pages of the last file are zeros. */
  int lostPages() {
    return lostPages;
  }
}
