package io.tallygate.sandbox.http;

import java.util.Map;

/** What the ends of names say. */
final class MimeTypes {

  private static final Map<String, String> EXTENSIONS =
      Map.ofEntries(
          Map.entry("image/png", ".png"),
          Map.entry("image/jpeg", ".jpg"),
          Map.entry("image/gif", ".gif"),
          Map.entry("image/webp", ".webp"),
          Map.entry("image/svg+xml", ".svg"),
          Map.entry("video/mp4", ".mp4"),
          Map.entry("video/webm", ".webm"),
          Map.entry("video/quicktime", ".mov"),
          Map.entry("audio/wav", ".wav"),
          Map.entry("audio/mpeg", ".mp3"),
          Map.entry("audio/ogg", ".ogg"),
          Map.entry("audio/flac", ".flac"));

  private static final Map<String, String> TYPES =
      Map.of(
          "m3u8", "application/vnd.apple.mpegurl",
          "ts", "video/mp2t",
          "m4s", "video/mp4",
          "mp4", "video/mp4",
          "aac", "audio/aac",
          "mp3", "audio/mpeg");

  private MimeTypes() {}

  /** With its dot; empty where none is known. */
  static String extension(String mimeType) {
    return EXTENSIONS.getOrDefault(mimeType, "");
  }

  static String ofName(String name) {
    return TYPES.getOrDefault(
        name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
  }
}
