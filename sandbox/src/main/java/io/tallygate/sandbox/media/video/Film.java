package io.tallygate.sandbox.media.video;

import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * A film to be drawn, frame after frame.
 *
 * @param size even numbers of pixels
 * @param seconds over which the frames are spread evenly
 * @param sound a WAV file of 16 bits, or nothing
 */
public record Film(
    Dimension size,
    int frames,
    double seconds,
    IntFunction<BufferedImage> painter,
    Optional<Path> sound) {

  public Film {
    if (size.width % 2 != 0 || size.height % 2 != 0 || frames <= 0 || seconds <= 0) {
      throw new IllegalArgumentException(
          "a film needs an even size, frames and time: size=%sx%s frames=%s seconds=%s"
              .formatted(size.width, size.height, frames, seconds));
    }
    size = new Dimension(size);
  }

  /** A copy: a dimension can be changed. */
  @Override
  public Dimension size() {
    return new Dimension(size);
  }

  int millis() {
    return (int) Math.round(seconds * 1000);
  }
}
