package io.tallygate.sandbox.http;

import io.javalin.http.Context;
import io.tallygate.sandbox.http.ApiError.Code;
import io.tallygate.sandbox.http.ByteRange.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

/** Answers with a file, or a part of it. */
final class Bytes {

  /** What a browser shows and runs nothing of. */
  private static final Set<String> SHOWN =
      Set.of(
          "image/png",
          "image/jpeg",
          "image/gif",
          "image/webp",
          "video/mp4",
          "video/webm",
          "video/quicktime",
          "video/mp2t",
          "audio/mpeg",
          "audio/mp4",
          "audio/wav",
          "audio/x-wav",
          "audio/ogg",
          "audio/flac",
          "application/vnd.apple.mpegurl");

  private static final int BUFFER_BYTES = 64 << 10;

  private Bytes() {}

  /**
   * A file to answer with.
   *
   * @param name for whoever saves it
   */
  record Answer(Path file, String mimeType, String name) {}

  static void answer(Context context, Answer answer) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(answer.file())) {
      long length = channel.size();
      fields(context, answer);
      ByteRange.Read read = ByteRange.read(context.header("Range"), length);
      if (read.kind() == Kind.UNSATISFIABLE) {
        context.status(416).header("Content-Range", "bytes */" + length);
        return;
      }
      ByteRange range = read.range();
      if (read.kind() == Kind.PART) {
        context
            .status(206)
            .header(
                "Content-Range", "bytes %s-%s/%s".formatted(range.first(), range.last(), length));
      }
      context.header("Content-Length", Long.toString(range.length()));
      if (!context.req().getMethod().equals("HEAD")) {
        channel.position(range.first());
        copy(Channels.newInputStream(channel), context.outputStream(), range.length());
      }
    } catch (NoSuchFileException e) {
      throw ApiError.of(Code.NOT_FOUND, "file is not there any more");
    }
  }

  private static void fields(Context context, Answer answer) {
    boolean isShown = SHOWN.contains(answer.mimeType());
    context
        .contentType(answer.mimeType())
        .header("Accept-Ranges", "bytes")
        .header("Cache-Control", "private, max-age=3600")
        .header("Content-Disposition", (isShown ? "inline" : "attachment") + name(answer.name()));
  }

  private static String name(String name) {
    return "; filename=\"" + name.replaceAll("[^\\w. -]", "_") + "\"";
  }

  private static void copy(InputStream in, OutputStream out, long length) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long left = length;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new IOException("file became shorter");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }
}
