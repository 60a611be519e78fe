package io.tallygate.sandbox.media;

import java.awt.image.BufferedImage;

/** How like two pictures are: the usual measures. */
final class Likeness {

  private static final int RADIUS = 5;
  private static final double SIGMA = 1.5;
  private static final double C1 = Math.pow(0.01 * 255, 2);
  private static final double C2 = Math.pow(0.03 * 255, 2);

  private Likeness() {}

  /** Of the three channels together, in decibels. */
  static double psnr(BufferedImage a, BufferedImage b) {
    double sum = 0;
    for (int y = 0; y < a.getHeight(); y++) {
      for (int x = 0; x < a.getWidth(); x++) {
        for (int shift = 0; shift <= 16; shift += 8) {
          int difference = (a.getRGB(x, y) >> shift & 0xff) - (b.getRGB(x, y) >> shift & 0xff);
          sum += (double) difference * difference;
        }
      }
    }
    double mean = sum / (3.0 * a.getWidth() * a.getHeight());
    return 10 * Math.log10(255 * 255 / mean);
  }

  /** Structural similarity of the brightness (Wang et al. 2004): Gauss window 11, sigma 1.5. */
  static double ssim(BufferedImage a, BufferedImage b) {
    int width = a.getWidth();
    double[] first = brightness(a);
    double[] second = brightness(b);
    double[] meanA = blur(first, width);
    double[] meanB = blur(second, width);
    double[] squareA = blur(product(first, first), width);
    double[] squareB = blur(product(second, second), width);
    double[] both = blur(product(first, second), width);
    double sum = 0;
    int count = 0;
    for (int y = RADIUS; y < a.getHeight() - RADIUS; y++) {
      for (int x = RADIUS; x < width - RADIUS; x++) {
        int i = y * width + x;
        double product = meanA[i] * meanB[i];
        double squares = meanA[i] * meanA[i] + meanB[i] * meanB[i];
        double variances = squareA[i] + squareB[i] - squares;
        double covariance = both[i] - product;
        sum += (2 * product + C1) * (2 * covariance + C2) / ((squares + C1) * (variances + C2));
        count++;
      }
    }
    return sum / count;
  }

  /** Of what is opaque: what both have, of what one of them has. */
  static double iou(BufferedImage cut, boolean[] truth) {
    int both = 0;
    int either = 0;
    for (int i = 0; i < truth.length; i++) {
      boolean opaque = cut.getRGB(i % cut.getWidth(), i / cut.getWidth()) >>> 24 > 127;
      both += opaque && truth[i] ? 1 : 0;
      either += opaque || truth[i] ? 1 : 0;
    }
    return (double) both / either;
  }

  private static double[] brightness(BufferedImage image) {
    double[] values = new double[image.getWidth() * image.getHeight()];
    for (int i = 0; i < values.length; i++) {
      int rgb = image.getRGB(i % image.getWidth(), i / image.getWidth());
      values[i] = 0.299 * (rgb >> 16 & 0xff) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff);
    }
    return values;
  }

  private static double[] product(double[] a, double[] b) {
    double[] product = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      product[i] = a[i] * b[i];
    }
    return product;
  }

  private static double[] blur(double[] values, int width) {
    return blurAlong(blurAlong(values, width, 1), width, width);
  }

  private static double[] blurAlong(double[] values, int width, int step) {
    double[] blurred = new double[values.length];
    int length = step == 1 ? width : values.length / width;
    for (int i = 0; i < values.length; i++) {
      int at = step == 1 ? i % width : i / width;
      double sum = 0;
      double weights = 0;
      for (int tap = -RADIUS; tap <= RADIUS; tap++) {
        if (at + tap >= 0 && at + tap < length) {
          double weight = Math.exp(-tap * tap / (2 * SIGMA * SIGMA));
          sum += weight * values[i + tap * step];
          weights += weight;
        }
      }
      blurred[i] = sum / weights;
    }
    return blurred;
  }
}
