package io.tallygate.sandbox.media;

import io.tallygate.sandbox.media.image.Pictures;
import io.tallygate.sandbox.media.image.SvgPicture;
import io.tallygate.sandbox.media.sound.Wave;
import io.tallygate.sandbox.media.video.Ffmpeg;
import io.tallygate.sandbox.media.video.Ffmpeg.Source;
import io.tallygate.sandbox.media.video.Mp4Header;
import io.tallygate.sandbox.media.video.Probe;
import java.awt.Dimension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Says what a file is, by its content and from its headers, and whether it is in the limits. */
public final class Inspector {

  private static final String SVG_START = "<svg xmlns=";

  private final Optional<Ffmpeg> ffmpeg;
  private final Limits limits;

  Inspector(Optional<Ffmpeg> ffmpeg, Limits limits) {
    this.ffmpeg = ffmpeg;
    this.limits = limits;
  }

  /**
   * Of a stranger's file. Nothing but headers is decoded.
   *
   * @throws MediaException if it is of no type that is taken, broken, or over a limit
   */
  public Inspected inspect(Path file) throws MediaException, IOException, InterruptedException {
    long bytes = Files.size(file);
    if (bytes > limits.fileBytesMax()) {
      throw new MediaException(
          "a file must have at most %s bytes: bytes=%s".formatted(limits.fileBytesMax(), bytes));
    }
    Kind kind = Kind.of(file);
    return kind.isImage() ? image(file, kind) : timed(file, kind);
  }

  /** Of a file that an engine made: the same, and SVG too. */
  public Inspected inspectMade(Path file) throws MediaException, IOException, InterruptedException {
    if (isSvg(file)) {
      Dimension size = SvgPicture.read(file).size();
      return new Inspected(MediaType.IMAGE, "image/svg+xml", "svg", size.width, size.height, 0);
    }
    return inspect(file);
  }

  static boolean isSvg(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(SVG_START.length());
      return new String(head, StandardCharsets.US_ASCII).equals(SVG_START);
    }
  }

  private Inspected image(Path file, Kind kind) throws MediaException, IOException {
    Dimension size;
    try {
      size = Pictures.size(file, kind.format());
    } catch (IOException e) {
      throw new MediaException("the picture is broken: type=" + kind);
    }
    checkSize(size.width, size.height);
    return new Inspected(
        MediaType.IMAGE, kind.mimeType, kind.extension, size.width, size.height, 0);
  }

  private Inspected timed(Path file, Kind kind)
      throws MediaException, IOException, InterruptedException {
    Probe probe = probe(file, kind);
    if (probe.width() > 0) {
      checkSize(probe.width(), probe.height());
    }
    if (probe.seconds() > limits.secondsMax()) {
      throw new MediaException(
          "sound and film must last at most %s seconds: seconds=%.1f"
              .formatted(limits.secondsMax(), probe.seconds()));
    }
    return probe.width() > 0 ? video(kind, probe) : audio(kind, probe);
  }

  private static Inspected video(Kind kind, Probe probe) {
    String mimeType = kind == Kind.OGG ? "video/ogg" : kind.mimeType;
    String extension = kind == Kind.OGG ? "ogv" : kind.extension;
    return new Inspected(
        MediaType.VIDEO, mimeType, extension, probe.width(), probe.height(), probe.seconds());
  }

  private static Inspected audio(Kind kind, Probe probe) {
    String mimeType = kind.mimeType.replace("video/", "audio/");
    String extension = kind == Kind.MP4 ? "m4a" : kind.extension;
    return new Inspected(MediaType.AUDIO, mimeType, extension, 0, 0, probe.seconds());
  }

  Probe probe(Path file, Kind kind) throws MediaException, IOException, InterruptedException {
    Optional<Probe> probe;
    if (ffmpeg.isPresent()) {
      Path folder = Files.createTempDirectory("tallygate-probe");
      try {
        probe = ffmpeg.get().probe(new Source(file, kind.demuxer()), folder);
      } finally {
        Folders.delete(folder);
      }
    } else if (kind == Kind.WAV) {
      probe = Wave.header(file).map(wave -> new Probe(0, 0, wave.seconds(), "", true));
    } else if (kind == Kind.MP4) {
      probe = Mp4Header.read(file);
    } else {
      throw new MediaException(
          "without ffmpeg only MP4 and WAV are taken, of what lasts: type=" + kind);
    }
    return probe.orElseThrow(
        () ->
            new MediaException(
                ("the file is broken, has neither sound nor picture, or frames of more than %s"
                        + " pixels: type=%s")
                    .formatted(limits.pixelsMax(), kind)));
  }

  private void checkSize(int width, int height) throws MediaException {
    if (width <= 0 || height <= 0) {
      throw new MediaException(
          "a picture must have pixels: width=%s height=%s".formatted(width, height));
    }
    if (width > limits.sideMax() || height > limits.sideMax()) {
      throw new MediaException(
          "a side must have at most %s pixels: width=%s height=%s"
              .formatted(limits.sideMax(), width, height));
    }
    if ((long) width * height > limits.pixelsMax()) {
      throw new MediaException(
          "a picture must have at most %s pixels: width=%s height=%s"
              .formatted(limits.pixelsMax(), width, height));
    }
  }
}
