package io.tallygate.sandbox.media.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** Draws how loud a sound is over its time. */
public final class Waveform {

  private Waveform() {}

  /**
   * One bar for each part.
   *
   * @param loudness of equal parts of the time, 0 to 1
   * @param width in pixels; half as high
   */
  public static BufferedImage draw(double[] loudness, int width) {
    int height = width / 2;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(24, 32, 48));
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(new Color(120, 200, 255));
    for (int i = 0; i < loudness.length; i++) {
      int left = width * i / loudness.length;
      int bar = Math.max(1, width * (i + 1) / loudness.length - left - 1);
      int length = Math.max(2, (int) (loudness[i] * height * 0.9));
      graphics.fillRect(left, (height - length) / 2, bar, length);
    }
    graphics.dispose();
    return image;
  }
}
