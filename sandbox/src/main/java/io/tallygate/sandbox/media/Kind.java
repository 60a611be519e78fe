package io.tallygate.sandbox.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What a file is by its first bytes: all kinds that are taken, and no others. */
enum Kind {
  PNG("image/png", "png"),
  JPEG("image/jpeg", "jpg"),
  GIF("image/gif", "gif"),
  BMP("image/bmp", "bmp"),
  MP4("video/mp4", "mp4"),
  MATROSKA("video/webm", "webm"),
  OGG("audio/ogg", "ogg"),
  WAV("audio/wav", "wav"),
  MP3("audio/mpeg", "mp3"),
  FLAC("audio/flac", "flac"),
  AAC("audio/aac", "aac");

  private static final int HEAD = 512;

  final String mimeType;
  final String extension;

  Kind(String mimeType, String extension) {
    this.mimeType = mimeType;
    this.extension = extension;
  }

  boolean isImage() {
    return mimeType.startsWith("image/");
  }

  /** ImageIO's name of it. */
  String format() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** ffmpeg's name of what reads it. */
  String demuxer() {
    return this == MP4 ? "mov" : name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws MediaException if it is none of these
   */
  static Kind of(Path file) throws MediaException, IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(HEAD);
    }
    String text = new String(head, StandardCharsets.ISO_8859_1);
    Optional<Kind> kind = ofHead(head, text);
    if (kind.isPresent()) {
      return kind.get();
    }
    String start = text.replace("\u00ef\u00bb\u00bf", "").stripLeading().toLowerCase(Locale.ROOT);
    if (start.startsWith("<")) {
      throw new MediaException("SVG and other markup is not taken: it can hold scripts and links");
    }
    if (start.startsWith("#extm3u") || start.startsWith("ffconcat")) {
      throw new MediaException("a playlist is not taken: it names other files");
    }
    throw new MediaException(
        head.length == 0
            ? "the file is empty"
            : "the file is of no type that is taken: PNG, JPEG, GIF, BMP, MP4, MOV, WebM, Matroska,"
                + " WAV, MP3, Ogg, FLAC, AAC");
  }

  private static Optional<Kind> ofHead(byte[] head, String text) {
    if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    } else if (text.startsWith("\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    } else if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
      return Optional.of(GIF);
    } else if (text.startsWith("BM") && head.length > 26) {
      return Optional.of(BMP);
    } else if (text.length() > 12 && text.startsWith("ftyp", 4)) {
      return Optional.of(MP4);
    } else if (text.startsWith("\u001aE\u00df\u00a3")) {
      return Optional.of(MATROSKA);
    } else if (text.startsWith("OggS")) {
      return Optional.of(OGG);
    } else if (text.startsWith("RIFF") && text.startsWith("WAVE", 8)) {
      return Optional.of(WAV);
    } else if (text.startsWith("fLaC")) {
      return Optional.of(FLAC);
    } else if (text.startsWith("ID3")) {
      return Optional.of(MP3);
    }
    return head.length > 3 ? ofFrame(head[0] & 0xff, head[1] & 0xff) : Optional.empty();
  }

  /** Sound without a container begins with a frame: eleven ones, then what it is. */
  private static Optional<Kind> ofFrame(int first, int second) {
    if (first != 0xff || (second & 0xe0) != 0xe0) {
      return Optional.empty();
    }
    if ((second & 0xf6) == 0xf0) {
      return Optional.of(AAC);
    }
    boolean layer3 = (second & 0x06) == 0x02;
    return layer3 ? Optional.of(MP3) : Optional.empty();
  }
}
