package io.tallygate.sandbox.media.image;

import io.tallygate.sandbox.media.image.PixelFont.Spot;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A picture that says in its pixels that it is a placeholder, and for what.
 *
 * @param title the tool
 * @param text what was asked for
 * @param footer such as {@code 2 of 3}
 */
public record Card(String title, String text, String footer) {

  private static final String HEADLINE = "PLACEHOLDER";
  private static final String ORIGIN = "Tallygate sandbox - no AI media";
  private static final int TEXT_LINES_MAX = 5;

  /** Width and height are in pixels. */
  public BufferedImage draw(int width, int height) {
    return draw(width, height, Moment.START);
  }

  /**
   * What moves on a card.
   *
   * @param position of the film, 0 to 1; below 0 for a picture
   * @param loudness of the sound at it, 0 to 1; below 0 where there is no mouth to move
   */
  public record Moment(double position, double loudness) {

    static final Moment START = new Moment(-1, -1);
  }

  public BufferedImage draw(int width, int height, Moment moment) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      drawGround(graphics, width, height);
      drawWords(graphics, width, height);
      if (moment.position() >= 0) {
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, height - height / 40 - 1, (int) (width * moment.position()), height);
      }
      if (moment.loudness() >= 0) {
        drawFace(graphics, width, height, moment.loudness());
      }
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private void drawGround(Graphics2D graphics, int width, int height) {
    float hue = Math.floorMod((title + text + footer).hashCode(), 360) / 360f;
    Color top = Color.getHSBColor(hue, 0.55f, 0.45f);
    Color bottom = Color.getHSBColor(hue + 0.12f, 0.6f, 0.25f);
    graphics.setPaint(new GradientPaint(0, 0, top, width, height, bottom));
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(new Color(255, 255, 255, 24));
    int step = Math.max(8, Math.min(width, height) / 6);
    for (int x = -height; x < width; x += 2 * step) {
      int[] xs = {x, x + step, x + step + height, x + height};
      int[] ys = {0, 0, height, height};
      graphics.fillPolygon(xs, ys, 4);
    }
  }

  private void drawWords(Graphics2D graphics, int width, int height) {
    int big = dotFor(HEADLINE, width, height / 4);
    int small = Math.max(1, big / 2);
    int left = Math.max(1, (width - HEADLINE.length() * PixelFont.ADVANCE * big) / 2);
    int y = height / 12;
    graphics.setColor(Color.WHITE);
    PixelFont.draw(graphics, HEADLINE, new Spot(left, y, big));
    y += 10 * big;
    int fitting = Math.max(4, (width - 2 * left) / (PixelFont.ADVANCE * small));
    y = drawLines(graphics, PixelFont.wrap(title, fitting, 2), new Spot(left, y, small));
    graphics.setColor(new Color(255, 240, 180));
    drawLines(graphics, PixelFont.wrap(text, fitting, TEXT_LINES_MAX), new Spot(left, y, small));
    graphics.setColor(new Color(255, 255, 255, 200));
    int tiny = Math.max(1, small * 2 / 3);
    int bottom = height - height / 20 - 9 * tiny;
    PixelFont.draw(graphics, ORIGIN + "  " + footer, new Spot(left, bottom, tiny));
  }

  /** The dot with which the line fills three quarters of the width. */
  private static int dotFor(String line, int width, int height) {
    int byWidth = width * 3 / 4 / (line.length() * PixelFont.ADVANCE);
    return Math.max(1, Math.min(byWidth, height / PixelFont.HEIGHT));
  }

  private static int drawLines(Graphics2D graphics, List<String> lines, Spot first) {
    int y = first.y();
    for (String line : lines) {
      PixelFont.draw(graphics, line, new Spot(first.x(), y, first.dot()));
      y += 10 * first.dot();
    }
    return y + 4 * first.dot();
  }

  /** A mouth that opens as far as the sound is loud. */
  private static void drawFace(Graphics2D graphics, int width, int height, double loudness) {
    int size = Math.min(width, height) / 3;
    int left = width - size - width / 20;
    int top = height - size - height / 10;
    graphics.setColor(new Color(240, 205, 170));
    graphics.fillOval(left, top, size, size);
    graphics.setColor(new Color(40, 30, 30));
    int eye = Math.max(2, size / 9);
    graphics.fillOval(left + size / 3 - eye / 2, top + size / 3, eye, eye);
    graphics.fillOval(left + 2 * size / 3 - eye / 2, top + size / 3, eye, eye);
    int mouth = Math.max(2, (int) (size * (0.03 + 0.27 * Math.min(1, loudness))));
    int middle = top + size * 7 / 10;
    graphics.fillOval(left + size / 3, middle - mouth / 2, size / 3, mouth);
  }
}
