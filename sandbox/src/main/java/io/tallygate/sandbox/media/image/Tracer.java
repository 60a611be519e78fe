package io.tallygate.sandbox.media.image;

import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Turns a picture into SVG: a few colours, and the outline of each as a filled shape. */
public final class Tracer {

  /*
   * The colours are sorted by brightness and painted one over the other: first all of the
   * picture in the darkest, then all that is at least as bright as the second, and so on. A shape
   * reaches under the brighter ones, so no gap shows between two.
   */

  private static final int COLOURS_MAX = 40;
  private static final double AREA_MIN = 3; // square pixels: less is noise
  private static final double TOLERANCE = 0.9; // half pixels that a line may leave its points

  private Tracer() {}

  /**
   * Traces it.
   *
   * @param image what is transparent in it is seen on white
   * @param shown the size that the SVG has when it is not scaled
   */
  public static String svg(BufferedImage image, Dimension shown) throws InterruptedException {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = new int[width * height];
    image.getRGB(0, 0, width, height, pixels, 0, width);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = onWhite(pixels[i]);
    }
    Quantiser quantiser = new Quantiser(pixels, COLOURS_MAX);
    byte[] labels = quantiser.labels(pixels);
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " viewBox=\"0 0 %d %d\" fill-rule=\"evenodd\">\n",
            shown.width,
            shown.height,
            width,
            height));
    svg.append(
        "<path fill=\"%s\" d=\"M0 0H%dV%dH0Z\"/>\n"
            .formatted(colour(quantiser.colours[0]), width, height));
    for (int label = 1; label < quantiser.colours.length; label++) {
      appendLayer(svg, quantiser.colours[label], new Contours(labels, width, label));
    }
    return svg.append("</svg>\n").toString();
  }

  private static void appendLayer(StringBuilder svg, int colour, Contours contours)
      throws InterruptedException {
    StringBuilder path = new StringBuilder();
    for (int[] line : contours.trace(AREA_MIN)) {
      appendLine(path, Straight.simplify(line, TOLERANCE));
    }
    if (path.length() > 0) {
      svg.append("<path fill=\"").append(colour(colour)).append("\" d=\"");
      svg.append(path).append("\"/>\n");
    }
  }

  /** Steps relative to the point before: shorter than places. */
  private static void appendLine(StringBuilder path, List<int[]> points) {
    int[] last = points.get(0);
    path.append('M').append(half(last[0])).append(' ').append(half(last[1])).append('l');
    boolean first = true;
    for (int[] point : points.subList(1, points.size())) {
      appendStep(path, point[0] - last[0], first ? "" : " ");
      appendStep(path, point[1] - last[1], " ");
      last = point;
      first = false;
    }
    path.append('z');
  }

  private static void appendStep(StringBuilder path, int halves, String before) {
    path.append(halves < 0 ? "" : before).append(half(halves));
  }

  private static String half(int halves) {
    String sign = halves < 0 ? "-" : "";
    int size = Math.abs(halves);
    return sign + size / 2 + (size % 2 == 0 ? "" : ".5");
  }

  private static String colour(int rgb) {
    return String.format(Locale.ROOT, "#%06x", rgb);
  }

  private static int onWhite(int argb) {
    int alpha = argb >>> 24;
    if (alpha == 255) {
      return argb & 0xffffff;
    }
    int[] channels = {argb >> 16 & 0xff, argb >> 8 & 0xff, argb & 0xff};
    return Arrays.stream(channels)
        .map(value -> (value * alpha + 255 * (255 - alpha)) / 255)
        .reduce(0, (rgb, value) -> rgb << 8 | value);
  }
}
