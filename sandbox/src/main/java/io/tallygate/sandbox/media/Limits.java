package io.tallygate.sandbox.media;

import java.time.Duration;

/**
 * What a stranger's file may be and what one job may take, checked before anything is decoded.
 *
 * @param pixelsMax of a picture or of one frame
 * @param sideMax in pixels
 * @param secondsMax of a film or a sound
 * @param fileBytesMax of a file that is read or made
 * @param jobTime of one job, of all that it starts too
 * @param memoryBytes of a program that is started
 */
public record Limits(
    long pixelsMax,
    int sideMax,
    double secondsMax,
    long fileBytesMax,
    Duration jobTime,
    long memoryBytes) {

  public static final Limits DEFAULT =
      new Limits(
          40_000_000L, // a picture of 40 megapixels: 160 MB while it is worked on
          16_384,
          600,
          1L << 30,
          Duration.ofMinutes(5),
          3L << 30);

  public Limits {
    if (pixelsMax <= 0 || sideMax <= 0 || !(secondsMax > 0) || fileBytesMax <= 0) {
      throw new IllegalArgumentException(
          "limits must be positive: pixelsMax=%s sideMax=%s secondsMax=%s fileBytesMax=%s"
              .formatted(pixelsMax, sideMax, secondsMax, fileBytesMax));
    }
  }
}
