package io.tallygate.sandbox.media.video;

import static java.util.Objects.requireNonNull;

import io.tallygate.sandbox.media.program.Drain;
import io.tallygate.sandbox.media.program.Feed;
import io.tallygate.sandbox.media.program.Program;
import io.tallygate.sandbox.media.program.ProgramException;
import io.tallygate.sandbox.media.program.Programs;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ffmpeg and ffprobe, where they are installed. Thread-safe.
 *
 * <p>They read no more than the one file, by the one demuxer that its content asks for: no network,
 * no playlist, no guess. A file is named by its whole path after {@code file:}, so no name can
 * become an option or a protocol.
 */
public final class Ffmpeg implements Studio {

  /** What reads one file, and follows no reference to another. */
  public static final Set<String> DEMUXERS =
      Set.of("mov", "matroska", "wav", "mp3", "ogg", "flac", "aac");

  private static final Pattern VERSION = Pattern.compile("ffmpeg version (\\d+(\\.\\d+)*)");
  private static final int CUTOUT_SIDE_MAX = 256;

  private final Program ffmpeg;
  private final Program ffprobe;
  private final String version;
  private final long pixelsMax;

  private Ffmpeg(Program ffmpeg, Program ffprobe, String version, long pixelsMax) {
    this.ffmpeg = ffmpeg;
    this.ffprobe = ffprobe;
    this.version = version;
    this.pixelsMax = pixelsMax;
  }

  /**
   * Looks for both and asks for the version.
   *
   * @param folder to run in
   * @param pixelsMax of one frame that is decoded
   * @return nothing if they are not installed, or do not work
   */
  public static Optional<Ffmpeg> find(Programs programs, Path folder, long pixelsMax)
      throws InterruptedException {
    Optional<Program> ffmpeg = programs.find("ffmpeg");
    Optional<Program> ffprobe = programs.find("ffprobe");
    if (ffmpeg.isEmpty() || ffprobe.isEmpty()) {
      return Optional.empty();
    }
    try {
      Matcher version = VERSION.matcher(ffmpeg.get().run(List.of("-version"), folder));
      return version.find()
          ? Optional.of(new Ffmpeg(ffmpeg.get(), ffprobe.get(), version.group(1), pixelsMax))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  public String version() {
    return version;
  }

  /** A file of a stranger, and the demuxer that reads what is in it. */
  public record Source(Path file, String demuxer) {

    public Source {
      file = file.toAbsolutePath();
      if (!DEMUXERS.contains(demuxer)) {
        throw new IllegalArgumentException("not a demuxer that is used: demuxer=" + demuxer);
      }
    }
  }

  private List<String> reading(Source source) {
    return List.of(
        "-protocol_whitelist",
        "file,pipe",
        "-max_pixels",
        Long.toString(pixelsMax),
        "-f",
        source.demuxer,
        "-i",
        "file:" + source.file);
  }

  /**
   * Reads the headers; decodes nothing but what they are in.
   *
   * @return nothing if there is neither sound nor picture in it
   */
  public Optional<Probe> probe(Source source, Path folder)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("-v", "error"));
    arguments.addAll(
        List.of(
            "-show_entries",
            "stream=codec_type,width,height,duration,avg_frame_rate,r_frame_rate"
                + ":stream_disposition=attached_pic:format=duration",
            "-of",
            "flat"));
    arguments.addAll(reading(source));
    try {
      return Probe.parse(ffprobe.run(arguments, folder));
    } catch (ProgramException e) {
      return Optional.empty();
    }
  }

  private void run(List<String> arguments, Path to) throws IOException, InterruptedException {
    run(arguments, to, feed -> {}, drain -> {});
  }

  private void run(List<String> arguments, Path to, Feed feed, Drain drain)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-nostdin", "-hide_banner", "-v", "error"));
    all.addAll(List.of("-y", "-threads", "2", "-filter_threads", "1"));
    all.addAll(arguments);
    ffmpeg.run(all, folderOf(to), feed, drain);
  }

  private static Path folderOf(Path file) {
    return requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
  }

  private static String named(Path file) {
    return "file:" + file.toAbsolutePath();
  }

  private static final List<String> H264 =
      List.of("-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-threads", "2");

  private static final List<String> MP4 = List.of("-movflags", "+faststart", "-f", "mp4");

  @Override
  public void write(Film film, Path mp4) throws IOException, InterruptedException {
    Dimension size = film.size();
    List<String> arguments = new ArrayList<>(List.of("-f", "rawvideo", "-pix_fmt", "bgr24"));
    arguments.addAll(List.of("-s", size.width + "x" + size.height));
    arguments.addAll(List.of("-framerate", film.frames() * 1000L + "/" + film.millis()));
    arguments.addAll(List.of("-i", "pipe:0"));
    film.sound()
        .ifPresent(
            wav ->
                arguments.addAll(
                    List.of("-protocol_whitelist", "file,pipe", "-f", "wav", "-i", named(wav))));
    arguments.addAll(H264);
    arguments.addAll(List.of("-crf", "23", "-c:a", "aac"));
    arguments.addAll(MP4);
    arguments.add(named(mp4));
    run(arguments, mp4, to -> paint(film, to), from -> {});
  }

  private static void paint(Film film, OutputStream to) throws IOException {
    Dimension size = film.size();
    BufferedImage bgr = new BufferedImage(size.width, size.height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = bgr.createGraphics();
    for (int i = 0; i < film.frames(); i++) {
      graphics.drawImage(film.painter().apply(i), 0, 0, null);
      to.write(((DataBufferByte) bgr.getRaster().getDataBuffer()).getData());
    }
    graphics.dispose();
  }

  /** Twice as wide and high; the sound, the length and the frames stay. */
  public void twice(Source source, Path mp4) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(reading(source));
    arguments.addAll(List.of("-map", "0:v:0", "-map", "0:a?", "-sn", "-dn"));
    arguments.addAll(List.of("-vf", "scale=iw*2:ih*2:flags=lanczos", "-fps_mode", "passthrough"));
    arguments.addAll(H264);
    arguments.addAll(List.of("-crf", "18"));
    List<String> end = new ArrayList<>(MP4);
    end.add(named(mp4));
    try {
      run(join(arguments, List.of("-c:a", "copy"), end), mp4);
    } catch (ProgramException e) { // sound that an MP4 cannot hold as it is
      run(join(arguments, List.of("-c:a", "aac", "-b:a", "192k"), end), mp4);
    }
  }

  private static List<String> join(List<String> a, List<String> b, List<String> c) {
    List<String> all = new ArrayList<>(a);
    all.addAll(b);
    all.addAll(c);
    return all;
  }

  /** The sound alone, as WAV of 16 bits. */
  public void sound(Source source, Path wav) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(reading(source));
    arguments.addAll(List.of("-map", "0:a:0", "-vn", "-c:a", "pcm_s16le", "-f", "wav"));
    arguments.add(named(wav));
    run(arguments, wav);
  }

  /** One picture of it, a third of the way or at its start, that fits into a square. */
  public void picture(Source source, Place place, Path png)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-ss", String.format(Locale.ROOT, "%.3f", place.seconds)));
    arguments.addAll(reading(source));
    arguments.addAll(List.of("-map", "0:v:0", "-frames:v", "1", "-vf", fitting(place.side, 1)));
    arguments.addAll(List.of("-c:v", "png", "-f", "image2", "-update", "1", named(png)));
    run(arguments, png);
    if (!Files.exists(png)) {
      throw new ProgramException("ffmpeg found no picture: seconds=" + place.seconds);
    }
  }

  /**
   * Where a picture is taken.
   *
   * @param side in pixels, of the square that it fits into
   */
  public record Place(double seconds, int side) {}

  private static String fitting(int side, int step) {
    return "scale='min(%d,iw)':'min(%d,ih)':force_original_aspect_ratio=decrease"
            .formatted(side, side)
        + ":force_divisible_by="
        + step;
  }

  /** To be shown in a browser: no side over this many pixels. */
  public void preview(Source source, int side, Path mp4) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(reading(source));
    arguments.addAll(List.of("-map", "0:v:0?", "-map", "0:a:0?", "-vf", fitting(side, 2)));
    arguments.addAll(H264);
    arguments.addAll(List.of("-crf", "26", "-c:a", "aac", "-b:a", "128k"));
    arguments.addAll(MP4);
    arguments.add(named(mp4));
    run(arguments, mp4);
  }

  /** A playlist and its parts, all in the playlist's folder. */
  public void hls(Source source, int side, Path playlist) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(reading(source));
    arguments.addAll(List.of("-map", "0:v:0?", "-map", "0:a:0?", "-vf", fitting(side, 2)));
    arguments.addAll(H264);
    arguments.addAll(List.of("-crf", "26", "-c:a", "aac", "-b:a", "128k", "-f", "hls"));
    arguments.addAll(List.of("-hls_time", "4", "-hls_playlist_type", "vod"));
    arguments.addAll(List.of("-hls_segment_filename", "part%05d.ts", named(playlist)));
    run(arguments, playlist);
  }

  /** Tells what of a frame is to be seen: a byte for each of its pixels, 0 for nothing. */
  public interface Mask {
    byte[] of(BufferedImage frame);
  }

  /** WebM with transparency; what is to be seen is judged on smaller frames. */
  public void cutout(Source source, Probe probe, Mask mask, Path webm)
      throws IOException, InterruptedException {
    Dimension small = small(probe);
    Path masks = Files.createTempFile(folderOf(webm), "masks", ".gray");
    String rate = probe.rate().isEmpty() ? "25" : probe.rate();
    try {
      writeMasks(source, small, new Masks(masks, mask, rate));
      List<String> arguments = new ArrayList<>(reading(source));
      arguments.addAll(List.of("-f", "rawvideo", "-pix_fmt", "gray"));
      arguments.addAll(List.of("-s", small.width + "x" + small.height, "-framerate", rate));
      arguments.addAll(List.of("-i", named(masks), "-filter_complex"));
      arguments.add(
          "[1:v]scale=%d:%d:flags=bicubic[m];[0:v]fps=%s,scale=%d:%d[v];[v][m]alphamerge[o]"
              .formatted(probe.width(), probe.height(), rate, probe.width(), probe.height()));
      arguments.addAll(List.of("-map", "[o]", "-map", "0:a:0?", "-c:v", "libvpx-vp9"));
      arguments.addAll(List.of("-pix_fmt", "yuva420p", "-deadline", "realtime"));
      arguments.addAll(List.of("-cpu-used", "8", "-crf", "32", "-b:v", "0", "-auto-alt-ref", "0"));
      arguments.addAll(List.of("-threads", "2", "-c:a", "libopus", "-f", "webm", named(webm)));
      run(arguments, webm);
    } finally {
      Files.deleteIfExists(masks);
    }
  }

  private record Masks(Path file, Mask mask, String rate) {}

  private void writeMasks(Source source, Dimension small, Masks masks)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(reading(source));
    arguments.addAll(List.of("-map", "0:v:0", "-an"));
    arguments.addAll(
        List.of("-vf", "fps=%s,scale=%d:%d".formatted(masks.rate, small.width, small.height)));
    arguments.addAll(List.of("-f", "rawvideo", "-pix_fmt", "bgr24", "pipe:1"));
    BufferedImage frame =
        new BufferedImage(small.width, small.height, BufferedImage.TYPE_3BYTE_BGR);
    byte[] pixels = ((DataBufferByte) frame.getRaster().getDataBuffer()).getData();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(masks.file))) {
      run(
          arguments,
          masks.file,
          to -> {},
          from -> {
            while (from.readNBytes(pixels, 0, pixels.length) == pixels.length) {
              out.write(masks.mask.of(frame));
            }
          });
    }
  }

  private static Dimension small(Probe probe) {
    double scale =
        Math.min(1.0, (double) CUTOUT_SIDE_MAX / Math.max(probe.width(), probe.height()));
    return new Dimension(
        Math.max(1, (int) Math.round(probe.width() * scale)),
        Math.max(1, (int) Math.round(probe.height() * scale)));
  }
}
