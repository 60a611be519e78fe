package io.tallygate.sandbox.media;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A file that means no good, and what is said to it.
 *
 * @param message a part of the refusal
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Strangers(String name, byte[] content, String message) {

  @Override
  public String toString() {
    return name;
  }

  static List<Strangers> refused() throws IOException {
    String markup = "SVG and other markup is not taken";
    String none = "no type that is taken";
    return List.of(
        text("playlist", "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "a playlist is not taken"),
        text("playlist after blanks", "\n  #EXTM3U\nfile:///etc/passwd\n", "a playlist"),
        text("concat script", "ffconcat version 1.0\nfile /etc/passwd\n", "a playlist"),
        text("concat script without head", "file '/etc/passwd'\n", none),
        text("dash manifest", "<?xml version=\"1.0\"?><MPD></MPD>", markup),
        text("svg", "<svg onload=\"alert(1)\"><script>alert(1)</script></svg>", markup),
        text("svg after a mark", "\u00ef\u00bb\u00bf \n<?xml?><svg><script/></svg>", markup),
        text("html", "<!doctype html><script>alert(1)</script>", markup),
        text("postscript", "%!PS-Adobe\n(/etc/passwd) (r) file", none),
        text("imagemagick", "push graphic-context\nimage over 0,0 'url(...)'", none),
        text("session description", "v=0\no=- 0 0 IN IP4 127.0.0.1\n", none),
        new Strangers("empty", new byte[0], "the file is empty"),
        new Strangers("50,000 squared", png(50_000, 50_000, 100), "a side must have at most"),
        new Strangers("too many pixels", png(16_000, 16_000, 100), "a picture must have at most"),
        new Strangers("no pixels", png(0, 5, 100), "broken"),
        new Strangers("png cut off", cut(png(9, 9, 100), 12), "broken"),
        new Strangers("gif 65,535 squared", gif(65_535), "a side must have at most"),
        new Strangers("bmp of a billion squared", bmp(1_000_000_000), "broken"),
        new Strangers("gzip bomb", gzip(64 << 20), none),
        new Strangers("zip bomb", zip(64 << 20), none),
        new Strangers("mp4 of a giant frame", mp4(60_000, 1), "a side must have at most"),
        new Strangers("mp4 that never ends", mp4(320, 1_000_000), "must last at most"),
        new Strangers("mp4 cut off", cut(mp4(320, 1), 40), "broken"));
  }

  private static Strangers text(String name, String content, String message) {
    return new Strangers(name, content.getBytes(StandardCharsets.ISO_8859_1), message);
  }

  private static byte[] cut(byte[] bytes, int length) {
    return java.util.Arrays.copyOf(bytes, length);
  }

  /** A PNG of three channels that unpacks to so many bytes of nothing. */
  static byte[] png(int width, int height, int unpacked) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(header);
    data.writeInt(width);
    data.writeInt(height);
    data.write(new byte[] {8, 2, 0, 0, 0});
    chunk(bytes, "IHDR", header.toByteArray());
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(packed, new Deflater(9))) {
      zeros(out, unpacked);
    }
    chunk(bytes, "IDAT", packed.toByteArray());
    chunk(bytes, "IEND", new byte[0]);
    return bytes.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream to, String name, byte[] content)
      throws IOException {
    DataOutputStream data = new DataOutputStream(to);
    data.writeInt(content.length);
    byte[] id = name.getBytes(StandardCharsets.US_ASCII);
    data.write(id);
    data.write(content);
    CRC32 crc = new CRC32();
    crc.update(id);
    crc.update(content);
    data.writeInt((int) crc.getValue());
  }

  private static void zeros(OutputStream out, int count) throws IOException {
    byte[] zeros = new byte[1 << 16];
    for (int left = count; left > 0; left -= zeros.length) {
      out.write(zeros, 0, Math.min(left, zeros.length));
    }
  }

  private static byte[] gif(int side) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("GIF89a".getBytes(StandardCharsets.US_ASCII));
    byte low = (byte) side;
    byte high = (byte) (side >> 8);
    bytes.writeBytes(new byte[] {low, high, low, high, (byte) 0x80, 0, 0, 0, 0, 0, -1, -1, -1});
    bytes.writeBytes(new byte[] {',', 0, 0, 0, 0, low, high, low, high, 0, 2, 2, 0x44, 1, 0, ';'});
    return bytes.toByteArray();
  }

  private static byte[] bmp(int side) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(bytes);
    data.writeBytes("BM");
    for (int value : new int[] {60, 0, 54, 40, side, side}) {
      data.writeInt(Integer.reverseBytes(value));
    }
    data.write(new byte[] {1, 0, 24, 0});
    data.write(new byte[30]);
    return bytes.toByteArray();
  }

  private static byte[] gzip(int unpacked) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      zeros(out, unpacked);
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(int unpacked) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry("zeros"));
      zeros(out, unpacked);
    }
    return bytes.toByteArray();
  }

  /** Headers alone: a film of that width and of so many seconds, without a frame. */
  static byte[] mp4(int width, int seconds) {
    byte[] mvhd = box("mvhd", 0, 0, 0, 1000, seconds * 1000, 0x10000, 0x1000000, 0, 0, 0x10000);
    int[] track = new int[21];
    track[0] = 7;
    track[3] = 1;
    track[5] = seconds * 1000;
    track[10] = 0x10000;
    track[14] = 0x10000;
    track[18] = 0x40000000;
    track[19] = width << 16;
    track[20] = width << 16;
    byte[] mdhd = box("mdhd", 0, 0, 0, 1000, seconds * 1000, 0);
    byte[] hdlr = box("hdlr", 0, 0, 0x76696465, 0, 0, 0, 0);
    int[] entry = new int[22];
    entry[0] = 0; // reserved, and the index of the data reference
    entry[1] = 1;
    entry[6] = (width & 0xffff) << 16 | (width & 0xffff);
    byte[] stsd = box("stsd", new int[] {0, 1}, box("mp4v", entry));
    byte[] stbl =
        box(
            "stbl",
            stsd,
            box("stts", 0, 1, 1, seconds * 1000),
            box("stsc", 0, 0),
            box("stsz", 0, 0, 0),
            box("stco", 0, 0));
    byte[] dref = box("dref", new int[] {0, 1}, box("url ", 1));
    byte[] minf = box("minf", box("vmhd", 1, 0, 0), box("dinf", dref), stbl);
    byte[] trak = box("trak", box("tkhd", track), box("mdia", mdhd, hdlr, minf));
    return join(box("ftyp", 0x69736f6d, 0x200, 0x69736f6d), box("moov", mvhd, trak));
  }

  private static byte[] box(String name, int... values) {
    return box(name, values, new byte[0]);
  }

  private static byte[] box(String name, byte[]... inner) {
    return box(name, new int[0], join(inner));
  }

  private static byte[] box(String name, int[] values, byte[] inner) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream data = new DataOutputStream(bytes);
      data.writeInt(8 + 4 * values.length + inner.length);
      data.writeBytes(name);
      for (int value : values) {
        data.writeInt(value);
      }
      data.write(inner);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }
}
