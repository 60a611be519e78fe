package io.tallygate.sandbox.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The body of a call. */
final class Body {

  static final int BYTES_MAX = 256 << 10;

  private Body() {}

  /**
   * Reads its fields.
   *
   * @throws ApiError if it is no JSON object, or larger than {@link #BYTES_MAX}
   */
  static Fields fields(Context context) {
    try (InputStream in = context.bodyInputStream()) {
      byte[] body = in.readNBytes(BYTES_MAX + 1);
      if (body.length > BYTES_MAX) {
        throw ApiError.invalid("body must have at most %s bytes".formatted(BYTES_MAX));
      }
      return new Fields(Json.read(body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
