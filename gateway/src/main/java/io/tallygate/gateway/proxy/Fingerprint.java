package io.tallygate.gateway.proxy;

import io.netty.buffer.ByteBuf;
import java.util.zip.CRC32C;

/**
 * Tells bodies apart while they pass through: CRC-32C and length of the bytes. A carrier that its
 * connection uses for one response after the other; lives on one event loop.
 */
final class Fingerprint {

  private static final int QUERY_HASHED_MAX = 1_024; // characters; beyond them the length counts

  /** What is longer has none: it would cost more than a look. */
  static final int BYTES_MAX = 256 << 10;

  static final long NONE = 0;

  private final CRC32C crc = new CRC32C();
  private long bytes;

  void begin() {
    crc.reset();
    bytes = 0;
  }

  /** The next part; its indexes stay as they are. */
  void add(ByteBuf part) {
    int length = part.readableBytes();
    bytes += length;
    if (length == 0 || bytes > BYTES_MAX) {
      return;
    }
    if (part.nioBufferCount() == 1) {
      crc.update(part.internalNioBuffer(part.readerIndex(), length)); // allocates nothing
    } else {
      for (java.nio.ByteBuffer one : part.nioBuffers()) {
        crc.update(one);
      }
    }
  }

  /** Of all parts since the beginning; {@link #NONE} for nothing and for too much. */
  long value() {
    return bytes > BYTES_MAX ? NONE : crc.getValue() << 32 | bytes;
  }

  /** Tells queries apart; 0 for none. */
  static int ofQuery(String uri) {
    int query = uri.indexOf('?');
    if (query < 0) {
      return 0;
    }
    int hash = uri.length();
    int end = Math.min(uri.length(), query + QUERY_HASHED_MAX);
    for (int i = query; i < end; i++) {
      hash = 31 * hash + uri.charAt(i);
    }
    return hash;
  }
}
