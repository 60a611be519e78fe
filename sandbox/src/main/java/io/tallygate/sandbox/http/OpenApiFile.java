package io.tallygate.sandbox.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The OpenAPI 3.1 document of the API. */
final class OpenApiFile {

  private static final String NAME = "openapi.json";

  private OpenApiFile() {}

  static byte[] bytes() {
    try (InputStream in =
        Objects.requireNonNull(OpenApiFile.class.getResourceAsStream(NAME), NAME)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
