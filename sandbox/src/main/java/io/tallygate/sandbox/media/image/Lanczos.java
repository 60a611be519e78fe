package io.tallygate.sandbox.media.image;

import java.awt.image.BufferedImage;

/** Makes a picture twice as wide and high with the Lanczos filter of three lobes. */
public final class Lanczos {

  /*
   * An output pixel at 2i lies 1/4 of a pixel left of the input pixel i, one at 2i+1 as far to
   * the right. So there are two sets of six weights, one the mirror of the other:
   *
   *     input    |  i-3  |  i-2  |  i-1  |   i   |  i+1  |  i+2  |  i+3  |
   *     output                              ^ 2i
   *                                           ^ 2i+1
   *
   * Colours are weighted by their opacity, or what is transparent would tint the edges.
   */

  private static final int LOBES = 3;
  private static final int CHANNELS = 4;
  private static final float[] LEFT = weights(-0.25);
  private static final float[] RIGHT = weights(0.25);

  private Lanczos() {}

  public static BufferedImage twice(BufferedImage image) throws InterruptedException {
    int width = image.getWidth();
    int height = image.getHeight();
    boolean opaque = !image.getColorModel().hasAlpha();
    BufferedImage result =
        new BufferedImage(
            2 * width,
            2 * height,
            opaque ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB);
    // A ring of rows that are already widened: row y of the input is in slot y modulo its size.
    int slots = 2 * LOBES + 1;
    float[][] rows = new float[slots][];
    int[] line = new int[width];
    int read = -1;
    int[] out = new int[2 * width];
    for (int y = 0; y < height; y++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      while (read < Math.min(height - 1, y + LOBES)) {
        read++;
        image.getRGB(0, read, width, 1, line, 0, width);
        rows[read % slots] = widen(line);
      }
      float[][] near = new float[slots][];
      for (int tap = -LOBES; tap <= LOBES; tap++) {
        int row = Math.max(0, Math.min(height - 1, y + tap));
        near[tap + LOBES] = rows[row % slots];
      }
      for (int half = 0; half < 2; half++) {
        blend(near, half == 0 ? LEFT : RIGHT, out);
        result.setRGB(0, 2 * y + half, 2 * width, 1, out, 0, 2 * width);
      }
    }
    return result;
  }

  private static float[] widen(int[] line) {
    int width = line.length;
    float[] from = new float[width * CHANNELS];
    for (int x = 0; x < width; x++) {
      int argb = line[x];
      float alpha = argb >>> 24;
      from[x * CHANNELS] = alpha;
      for (int channel = 1; channel < CHANNELS; channel++) {
        int value = (argb >>> (8 * (CHANNELS - 1 - channel))) & 0xff;
        from[x * CHANNELS + channel] = value * alpha / 255;
      }
    }
    float[] to = new float[2 * width * CHANNELS];
    for (int x = 0; x < width; x++) {
      for (int tap = -LOBES; tap <= LOBES; tap++) {
        int source = Math.max(0, Math.min(width - 1, x + tap)) * CHANNELS;
        float left = LEFT[tap + LOBES];
        float right = RIGHT[tap + LOBES];
        for (int channel = 0; channel < CHANNELS; channel++) {
          to[2 * x * CHANNELS + channel] += left * from[source + channel];
          to[(2 * x + 1) * CHANNELS + channel] += right * from[source + channel];
        }
      }
    }
    return to;
  }

  private static void blend(float[][] near, float[] weights, int[] out) {
    float[] sum = new float[CHANNELS];
    for (int x = 0; x < out.length; x++) {
      for (int channel = 0; channel < CHANNELS; channel++) {
        float value = 0;
        for (int tap = 0; tap < near.length; tap++) {
          value += weights[tap] * near[tap][x * CHANNELS + channel];
        }
        sum[channel] = value;
      }
      out[x] = argb(sum);
    }
  }

  private static int argb(float[] weighted) {
    float alpha = Math.max(0, Math.min(255, weighted[0]));
    int result = Math.round(alpha) << 24;
    for (int channel = 1; channel < CHANNELS && alpha > 0; channel++) {
      int value = Math.round(weighted[channel] * 255 / alpha);
      result |= Math.max(0, Math.min(255, value)) << (8 * (CHANNELS - 1 - channel));
    }
    return result;
  }

  /** Of the input pixels from 3 before to 3 after, for an output pixel that far from the middle. */
  private static float[] weights(double offset) {
    float[] weights = new float[2 * LOBES + 1];
    float sum = 0;
    for (int tap = -LOBES; tap <= LOBES; tap++) {
      weights[tap + LOBES] = (float) kernel(tap - offset);
      sum += weights[tap + LOBES];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  private static double kernel(double x) {
    if (Math.abs(x) >= LOBES) {
      return 0;
    }
    return sinc(x) * sinc(x / LOBES);
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }
}
