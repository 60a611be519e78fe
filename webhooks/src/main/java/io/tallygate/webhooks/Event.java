package io.tallygate.webhooks;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Something that happened, as its receivers are told.
 *
 * @param name such as {@code file.upload.completed}
 * @param body JSON, sent as it is: at most {@link #BODY_MAX} bytes in UTF-8
 */
public record Event(String name, String body) {

  public static final int BODY_MAX = 1 << 20;

  static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,40}(\\.[a-z0-9_]{1,40}){0,3}");

  public Event {
    requireName(name);
    int bytes = body.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > BODY_MAX) {
      throw new IllegalArgumentException(
          "body must have at most %s bytes: bytes=%s".formatted(BODY_MAX, bytes));
    }
  }

  static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "event must be 1 to 4 words of a-z 0-9 _ with dots between");
    }
  }
}
