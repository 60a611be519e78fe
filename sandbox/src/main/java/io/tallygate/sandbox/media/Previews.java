package io.tallygate.sandbox.media;

import io.tallygate.sandbox.media.Intake.Taken;
import io.tallygate.sandbox.media.image.Card;
import io.tallygate.sandbox.media.image.Pictures;
import io.tallygate.sandbox.media.image.SvgPicture;
import io.tallygate.sandbox.media.image.Waveform;
import io.tallygate.sandbox.media.sound.Wave;
import io.tallygate.sandbox.media.video.Ffmpeg;
import io.tallygate.sandbox.media.video.Ffmpeg.Place;
import io.tallygate.sandbox.media.video.Ffmpeg.Source;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Smaller pictures and films of a file, to be shown before it is opened. Thread-safe.
 *
 * <p>All that is made goes into the folder that the caller gives, which is to be empty.
 */
public final class Previews {

  public static final int THUMBNAIL_SIDE = 256;
  public static final int PREVIEW_SIDE = 720;

  private static final long DECODED_PIXELS_MAX = 4_000_000;
  private static final int WAVE_PARTS = 120;

  private final Intake intake;
  private final Optional<Ffmpeg> ffmpeg;

  Previews(Intake intake, Optional<Ffmpeg> ffmpeg) {
    this.intake = intake;
    this.ffmpeg = ffmpeg;
  }

  /**
   * A PNG that fits into 256 by 256 pixels: the picture, a frame of the film, or the sound drawn.
   * Without ffmpeg a film has a card that says so.
   *
   * @param what of {@link Inspector#inspectMade}
   */
  public Path thumbnail(Path file, Inspected what, Path folder)
      throws MediaException, IOException, InterruptedException {
    Path png = folder.resolve("thumbnail.png");
    switch (what.type()) {
      case IMAGE -> Pictures.writePng(picture(file, what, THUMBNAIL_SIDE), png);
      case AUDIO -> Pictures.writePng(sound(file, folder), png);
      case VIDEO -> film(file, what, png);
    }
    return png;
  }

  /**
   * For a picture a PNG that fits into 720 by 720 pixels, for a film an MP4; of sound, and of a
   * film where there is no ffmpeg, nothing: the file itself is to be used.
   */
  public Optional<Path> preview(Path file, Inspected what, Path folder)
      throws MediaException, IOException, InterruptedException {
    if (what.type() == MediaType.IMAGE) {
      Path png = folder.resolve("preview.png");
      Pictures.writePng(picture(file, what, PREVIEW_SIDE), png);
      return Optional.of(png);
    }
    if (what.type() == MediaType.AUDIO || ffmpeg.isEmpty()) {
      return Optional.empty();
    }
    Path mp4 = folder.resolve("preview.mp4");
    ffmpeg.get().preview(source(file), PREVIEW_SIDE, mp4);
    return Optional.of(mp4);
  }

  /**
   * A film or sound in parts, for players that fetch one after the other.
   *
   * @return the playlist; nothing without ffmpeg, and of a picture
   */
  public Optional<Path> hls(Path file, Inspected what, Path folder)
      throws MediaException, IOException, InterruptedException {
    if (what.type() == MediaType.IMAGE || ffmpeg.isEmpty()) {
      return Optional.empty();
    }
    Path playlist = folder.resolve("index.m3u8");
    ffmpeg.get().hls(source(file), PREVIEW_SIDE, playlist);
    return Optional.of(playlist);
  }

  private static Source source(Path file) throws MediaException, IOException {
    return new Source(file, Kind.of(file).demuxer());
  }

  private BufferedImage picture(Path file, Inspected what, int side)
      throws MediaException, IOException, InterruptedException {
    if (what.extension().equals("svg") && Inspector.isSvg(file)) {
      return SvgPicture.read(file).draw(side);
    }
    Taken taken = new Taken(file, Kind.of(file), what);
    return Pictures.fit(intake.decode(taken, DECODED_PIXELS_MAX), side);
  }

  private BufferedImage sound(Path file, Path folder)
      throws MediaException, IOException, InterruptedException {
    Path wav = file;
    if (ffmpeg.isPresent()) {
      wav = folder.resolve("sound.wav");
      ffmpeg.get().sound(source(file), wav);
    }
    Optional<Wave> wave = Wave.header(wav);
    double[] loudness =
        wave.isPresent() ? wave.get().loudness(wav, WAVE_PARTS) : new double[WAVE_PARTS];
    if (!wav.equals(file)) {
      Files.delete(wav);
    }
    return Waveform.draw(loudness, THUMBNAIL_SIDE);
  }

  private void film(Path file, Inspected what, Path png)
      throws MediaException, IOException, InterruptedException {
    if (ffmpeg.isPresent()) {
      ffmpeg.get().picture(source(file), new Place(what.seconds() / 3, THUMBNAIL_SIDE), png);
      return;
    }
    Dimension size = Parameters.inRatio(what.width(), what.height(), THUMBNAIL_SIDE);
    Card card = new Card("thumbnail", "needs ffmpeg", "");
    Pictures.writePng(card.draw(size.width, size.height), png);
  }
}
