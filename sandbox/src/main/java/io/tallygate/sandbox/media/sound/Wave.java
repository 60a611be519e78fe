package io.tallygate.sandbox.media.sound;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A WAV file: its header, and one channel of its samples.
 *
 * @param dataStart in bytes from the file's start
 * @param frames samples of each channel
 */
public record Wave(int rate, int channels, int bits, long dataStart, long frames) {

  private static final int CHUNKS_MAX = 100;
  private static final int PCM = 1;
  private static final int EXTENSIBLE = 0xfffe;

  public double seconds() {
    return (double) frames / rate;
  }

  /**
   * Reads the header; whole-number samples only.
   *
   * @return empty if it is no such file
   */
  public static Optional<Wave> header(Path file) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      ByteBuffer riff = bytes(in, 12);
      if (riff.limit() < 12 || !id(riff, 0).equals("RIFF") || !id(riff, 8).equals("WAVE")) {
        return Optional.empty();
      }
      ByteBuffer format = ByteBuffer.allocate(0);
      for (int i = 0; i < CHUNKS_MAX; i++) {
        ByteBuffer chunk = bytes(in, 8);
        if (chunk.limit() < 8) {
          return Optional.empty();
        }
        long size = chunk.getInt(4) & 0xffffffffL;
        long start = in.getFilePointer();
        if (id(chunk, 0).equals("fmt ")) {
          format = bytes(in, (int) Math.min(size, 40));
        } else if (id(chunk, 0).equals("data")) {
          return of(format, start, Math.min(size, in.length() - start));
        }
        in.seek(start + size + (size & 1));
      }
      return Optional.empty();
    }
  }

  private static Optional<Wave> of(ByteBuffer format, long start, long bytes) {
    if (format.limit() < 16) {
      return Optional.empty();
    }
    int code = format.getShort(0) & 0xffff;
    int channels = format.getShort(2) & 0xffff;
    int rate = format.getInt(4);
    int bits = format.getShort(14) & 0xffff;
    boolean known = (code == PCM || code == EXTENSIBLE) && (bits == 8 || bits == 16 || bits == 24);
    if (!known || channels == 0 || channels > 64 || rate < 1000 || rate > 768_000) {
      return Optional.empty();
    }
    return Optional.of(
        new Wave(rate, channels, bits, start, bytes / ((long) channels * (bits / 8))));
  }

  private static ByteBuffer bytes(RandomAccessFile in, int count) throws IOException {
    byte[] bytes = new byte[count];
    int read = 0;
    while (read < count) {
      int more = in.read(bytes, read, count - read);
      if (more < 0) {
        break;
      }
      read += more;
    }
    return ByteBuffer.wrap(bytes, 0, read).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String id(ByteBuffer bytes, int at) {
    byte[] id = new byte[4];
    bytes.get(at, id);
    return new String(id, StandardCharsets.ISO_8859_1);
  }

  /**
   * How loud the sound is in each of so many equal parts of its time: 0 to 1, the loudest part 1.
   */
  public double[] loudness(Path file, int parts) throws IOException {
    double[] loudness = new double[parts];
    int frameBytes = channels * (bits / 8);
    double most = 0;
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      for (int part = 0; part < parts; part++) {
        long from = frames * part / parts;
        long to = frames * (part + 1) / parts;
        in.seek(dataStart + from * frameBytes);
        // A long part is heard by its first second.
        ByteBuffer data = bytes(in, (int) (Math.min(to - from, rate) * frameBytes));
        loudness[part] = rootMeanSquare(data, frameBytes);
        most = Math.max(most, loudness[part]);
      }
    }
    for (int part = 0; part < parts && most > 0; part++) {
      loudness[part] /= most;
    }
    return loudness;
  }

  /** Of the first channel, by the upper bits of its samples. */
  private double rootMeanSquare(ByteBuffer data, int frameBytes) {
    double sum = 0;
    int count = data.limit() / frameBytes;
    for (int i = 0; i < count; i++) {
      int at = i * frameBytes;
      double sample =
          switch (bits) {
            case 8 -> (data.get(at) & 0xff) - 128.0;
            case 16 -> data.getShort(at) / 256.0;
            default -> data.getShort(at + 1) / 256.0;
          };
      sum += sample * sample;
    }
    return count == 0 ? 0 : Math.sqrt(sum / count);
  }

  /** Writes one channel of 16 bits. */
  public static void write(float[] samples, int rate, Path file) throws IOException {
    int bytes = samples.length * 2;
    ByteBuffer header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
    header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
    header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    header.putShort((short) PCM).putShort((short) 1).putInt(rate).putInt(rate * 2);
    header.putShort((short) 2).putShort((short) 16);
    header.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(header.array());
      for (float sample : samples) {
        int value = Math.round(Math.max(-1, Math.min(1, sample)) * Short.MAX_VALUE);
        out.write(value);
        out.write(value >> 8);
      }
    }
  }
}
