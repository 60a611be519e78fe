package io.tallygate.sandbox.media;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.Random;

/** Five pictures: a thing before a background, each of another kind. */
enum Drawings {
  BALL(0f, new Color(200, 60, 40), new Ellipse2D.Double(130, 90, 250, 250)),
  STAR(0.02f, new Color(250, 210, 60), star()),
  BOTTLE(0.04f, new Color(40, 140, 90), bottle()),
  HOUSE(0.06f, new Color(170, 90, 60), house()),
  RING(0.08f, new Color(70, 80, 200), ring());

  static final int WIDTH = 512;
  static final int HEIGHT = 420;

  private final float hue; // of the background, from blue
  private final Color colour;

  @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
  private final Shape thing;

  Drawings(float hue, Color colour, Shape thing) {
    this.hue = hue;
    this.colour = colour;
    this.thing = thing;
  }

  /** With a background that shades from one colour to another, and grain as of a camera. */
  BufferedImage draw() {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = smooth(image);
    Color near = Color.getHSBColor(0.55f + hue, 0.35f, 0.85f);
    Color far = Color.getHSBColor(0.62f + hue, 0.45f, 0.55f);
    graphics.setPaint(new GradientPaint(0, 0, near, WIDTH, HEIGHT, far));
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    graphics.setPaint(new GradientPaint(100, 60, colour.brighter(), 400, 400, colour.darker()));
    graphics.fill(thing);
    graphics.setStroke(new BasicStroke(4));
    graphics.setColor(colour.darker());
    graphics.draw(thing);
    graphics.dispose();
    grain(image, name().hashCode());
    return image;
  }

  /** 255 where the thing is. */
  boolean[] truth() {
    BufferedImage mask = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = mask.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fill(thing);
    graphics.dispose();
    boolean[] truth = new boolean[WIDTH * HEIGHT];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = (mask.getRGB(i % WIDTH, i / WIDTH) & 0xff) > 127;
    }
    return truth;
  }

  /** Of a film: a ball that goes from left to right. */
  static BufferedImage frame(int index) {
    BufferedImage image = new BufferedImage(320, 180, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = smooth(image);
    graphics.setPaint(new GradientPaint(0, 0, new Color(90, 150, 210), 320, 180, Color.GRAY));
    graphics.fillRect(0, 0, 320, 180);
    graphics.setColor(new Color(220, 60, 40));
    graphics.fillOval(40 + 8 * index % 180, 50, 80, 80);
    graphics.dispose();
    return image;
  }

  private static Graphics2D smooth(BufferedImage image) {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    return graphics;
  }

  private static void grain(BufferedImage image, int seed) {
    Random random = new Random(seed);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        int noise = (int) Math.round(random.nextGaussian() * 2);
        int red = clamp((rgb >> 16 & 0xff) + noise);
        int green = clamp((rgb >> 8 & 0xff) + noise);
        int blue = clamp((rgb & 0xff) + noise);
        image.setRGB(x, y, new Color(red, green, blue).getRGB());
      }
    }
  }

  private static int clamp(int value) {
    return Math.max(0, Math.min(255, value));
  }

  private static Shape star() {
    Path2D star = new Path2D.Double();
    for (int i = 0; i < 10; i++) {
      double radius = i % 2 == 0 ? 170 : 75;
      double angle = Math.PI * i / 5 - Math.PI / 2;
      double x = 256 + radius * Math.cos(angle);
      double y = 215 + radius * Math.sin(angle);
      if (i == 0) {
        star.moveTo(x, y);
      } else {
        star.lineTo(x, y);
      }
    }
    star.closePath();
    return star;
  }

  private static Shape bottle() {
    Area bottle = new Area(new RoundRectangle2D.Double(196, 160, 120, 220, 40, 40));
    bottle.add(new Area(new RoundRectangle2D.Double(234, 50, 44, 130, 16, 16)));
    return bottle;
  }

  private static Shape house() {
    Path2D roof = new Path2D.Double();
    roof.moveTo(100, 200);
    roof.lineTo(256, 60);
    roof.lineTo(412, 200);
    roof.closePath();
    Area house = new Area(roof);
    house.add(new Area(new Rectangle2D.Double(130, 198, 252, 170)));
    return house;
  }

  private static Shape ring() {
    Area ring = new Area(new Ellipse2D.Double(106, 60, 300, 300));
    ring.subtract(new Area(new Ellipse2D.Double(186, 140, 140, 140)));
    return ring;
  }
}
