package io.tallygate.policy;

import io.tallygate.policy.yaml.Place;
import io.tallygate.policy.yaml.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads a file of text in UTF-8, and no more of it than is allowed. */
public final class TextFile {

  private TextFile() {}

  /**
   * Reads a whole file.
   *
   * @throws PolicyException if it cannot be read, is too long, or is not in UTF-8
   */
  public static String read(Path file, int bytesMax) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in, bytesMax);
    } catch (NoSuchFileException e) {
      throw refused(file + ": file is not there: file=" + file);
    } catch (AccessDeniedException e) {
      throw refused(file + ": file may not be read: file=" + file);
    } catch (IOException e) {
      throw refused(file + ": file cannot be read: reason=" + e.getMessage());
    }
  }

  /**
   * Reads a stream to its end, which it does not close.
   *
   * @param source its name, for the messages
   * @throws PolicyException if it is too long, or not in UTF-8
   */
  public static String read(String source, InputStream in, int bytesMax) throws IOException {
    byte[] bytes = in.readNBytes(bytesMax + 1);
    if (bytes.length > bytesMax) {
      throw refused(source + ": file must have at most " + bytesMax + " bytes: bytes=more");
    }
    return decode(source, bytes);
  }

  /** Decodes UTF-8 and says where it ceases to be that. */
  static String decode(String source, byte[] bytes) {
    CharBuffer text = CharBuffer.allocate(bytes.length);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, text, true);
    text.flip();
    if (result.isError()) {
      Problems problems = new Problems(source);
      problems.add(
          Place.after(text.toString()),
          String.format("file must be saved as UTF-8: byte=0x%02X", bytes[in.position()] & 0xff));
      throw new PolicyException(problems.lines());
    }
    return text.toString();
  }

  private static PolicyException refused(String problem) {
    return new PolicyException(List.of(problem));
  }
}
