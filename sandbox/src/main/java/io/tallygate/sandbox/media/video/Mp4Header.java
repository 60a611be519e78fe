package io.tallygate.sandbox.media.video;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Reads an MP4's size and length from its boxes, where there is no ffprobe to ask. */
public final class Mp4Header {

  /*
   *     moov                      all that is read is in here
   *       mvhd                    length = duration / timescale
   *       trak (one or more)
   *         tkhd                  width and height, 16.16 fixed point
   *         mdia / hdlr           "vide" or "soun"
   */

  private static final int BOXES_MAX = 1000;

  private final RandomAccessFile in;
  private int boxes;
  private double seconds;
  private int width;
  private int height;
  private boolean sound;
  private int trackWidth;
  private int trackHeight;

  private Mp4Header(RandomAccessFile in) {
    this.in = in;
  }

  /**
   * Reads no more than boxes' heads, and of them the first thousand.
   *
   * @return nothing if it is none, or has neither sound nor pictures
   */
  public static Optional<Probe> read(Path file) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      Mp4Header header = new Mp4Header(in);
      header.readBoxes(0, in.length());
      Probe probe = new Probe(header.width, header.height, header.seconds, "", header.sound);
      return probe.width() > 0 || probe.hasSound() ? Optional.of(probe) : Optional.empty();
    }
  }

  /** A box that reaches out of the one around it ends the reading. */
  private void readBoxes(long from, long to) throws IOException {
    long at = from;
    while (at + 8 <= to && boxes++ < BOXES_MAX) {
      in.seek(at);
      long size = in.readInt() & 0xffffffffL;
      byte[] name = new byte[4];
      in.readFully(name);
      long start = at + 8;
      if (size == 1 && start + 8 <= to) {
        size = in.readLong();
        start += 8;
      } else if (size == 0) {
        size = to - at;
      }
      if (size < start - at || size > to - at) {
        return;
      }
      readBox(new String(name, StandardCharsets.ISO_8859_1), start, at + size);
      at += size;
    }
  }

  private void readBox(String name, long start, long end) throws IOException {
    switch (name) {
      case "moov", "mdia" -> readBoxes(start, end);
      case "trak" -> {
        trackWidth = 0;
        trackHeight = 0;
        readBoxes(start, end);
      }
      case "mvhd" -> readLength(start, end);
      case "tkhd" -> {
        if (end - start >= 84) {
          in.seek(end - 8);
          trackWidth = in.readInt() >>> 16;
          trackHeight = in.readInt() >>> 16;
        }
      }
      case "hdlr" -> {
        if (end - start >= 12) {
          readHandler(start);
        }
      }
      default -> {}
    }
  }

  private void readLength(long start, long end) throws IOException {
    if (end - start < 32) {
      return;
    }
    in.seek(start);
    boolean wide = in.readByte() == 1;
    in.seek(start + (wide ? 20 : 12));
    long scale = in.readInt() & 0xffffffffL;
    long duration = wide ? in.readLong() : in.readInt() & 0xffffffffL;
    seconds = scale == 0 || duration < 0 ? 0 : (double) duration / scale;
  }

  private void readHandler(long start) throws IOException {
    in.seek(start + 8);
    byte[] kind = new byte[4];
    in.readFully(kind);
    String handler = new String(kind, StandardCharsets.ISO_8859_1);
    if (handler.equals("vide") && width == 0) {
      width = trackWidth;
      height = trackHeight;
    } else if (handler.equals("soun")) {
      sound = true;
    }
  }
}
