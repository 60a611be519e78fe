package io.tallygate.videogen;

import static io.tallygate.limiter.check.Checks.require;

/**
 * A picture's width to its height: a ratio, not pixels.
 *
 * @param width at least 1
 * @param height at least 1
 */
public record AspectRatio(int width, int height) {

  public AspectRatio {
    require(
        width >= 1 && height >= 1,
        "aspectRatio must be at least 1 to 1: width=%s height=%s",
        width,
        height);
  }
}
