package io.tallygate.sandbox.media;

import java.awt.Dimension;
import java.util.Map;

/** A job's parameters, read by name and kind. What is absent is the default. */
final class Parameters {

  private static final int RATIO_MAX = 16;
  private static final int NAME_MAX = 60;

  private final Map<String, Object> values;

  Parameters(Map<String, Object> values) {
    this.values = values;
  }

  String text(String name) {
    return values.get(name) instanceof String text ? text : "";
  }

  double number(String name, double absent) {
    return values.get(name) instanceof Number number ? number.doubleValue() : absent;
  }

  boolean isTrue(String name) {
    return Boolean.TRUE.equals(values.get(name));
  }

  /** Even numbers of pixels in the asked ratio, 16:9 if none is, as large as fits. */
  Dimension size(int sideMax) throws MediaException {
    int width = 16;
    int height = 9;
    if (values.get("aspectRatio") instanceof Map<?, ?> ratio
        && ratio.get("width") instanceof Number wide
        && ratio.get("height") instanceof Number high) {
      width = wide.intValue();
      height = high.intValue();
    }
    boolean tooLong = (long) width > (long) height * RATIO_MAX || height > (long) width * RATIO_MAX;
    if (width < 1 || height < 1 || tooLong) {
      throw new MediaException(
          "aspectRatio must be between 1:%s and %s:1: width=%s height=%s"
              .formatted(RATIO_MAX, RATIO_MAX, width, height));
    }
    return inRatio(width, height, sideMax);
  }

  /** Exactly where that goes, else as near as even numbers come. */
  static Dimension inRatio(int width, int height, int sideMax) {
    int divisor = divisor(width, height);
    int unit = 2 * Math.max(width, height) / divisor;
    if (unit <= sideMax) {
      int scale = sideMax / unit * 2;
      return new Dimension(width / divisor * scale, height / divisor * scale);
    }
    double scale = (double) sideMax / Math.max(width, height);
    return new Dimension(even(width * scale), even(height * scale));
  }

  private static int even(double pixels) {
    return Math.max(2, 2 * (int) Math.round(pixels / 2));
  }

  private static int divisor(int a, int b) {
    return b == 0 ? a : divisor(b, a % b);
  }

  /** Short enough for a name that is displayed. */
  static String shorten(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= NAME_MAX ? line : line.substring(0, NAME_MAX - 1).strip() + "…";
  }
}
