package io.tallygate.sandbox.media.image;

import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;
import java.util.Locale;
import nu.pattern.OpenCV;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Tells what stands before the background: GrabCut, which takes the picture's margin for the
 * background and all that has its colours too. Thread-safe.
 */
public final class Cutout {

  private static final int SIDE_MIN = 8; // below it there is no margin
  private static final int SIDE_MAX = 400; // GrabCut's work grows faster than the pixels
  private static final double MARGIN = 0.03;
  private static final int ROUNDS = 5;

  /** Whether there is an OpenCV for this machine. The first call loads it, which takes a second. */
  public static boolean isThere() {
    return Loaded.OPENCV;
  }

  private static final class Loaded {

    static final boolean OPENCV = load();

    private static boolean load() {
      try {
        OpenCV.loadLocally();
        Core.setRNGSeed(1);
        Core.setNumThreads(1); // each job has a thread of its own already
        return true;
      } catch (RuntimeException | LinkageError e) {
        return false;
      }
    }
  }

  public String version() {
    return Core.VERSION;
  }

  /** The picture with what is background made transparent. */
  public BufferedImage of(BufferedImage image) {
    BufferedImage small = Pictures.fit(image, SIDE_MAX);
    byte[] opacity = opacity(small, new Dimension(image.getWidth(), image.getHeight()));
    int width = image.getWidth();
    BufferedImage result = new BufferedImage(width, image.getHeight(), BufferedImage.TYPE_INT_ARGB);
    int[] line = new int[width];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, line, 0, width);
      for (int x = 0; x < width; x++) {
        int alpha = (line[x] >>> 24) * (opacity[y * width + x] & 0xff) / 255;
        line[x] = (alpha << 24) | (line[x] & 0xffffff);
      }
      result.setRGB(0, y, width, 1, line, 0, width);
    }
    return result;
  }

  /**
   * One byte for each pixel of that size, 0 for background to 255.
   *
   * @param image small: the work is done at its size
   */
  public byte[] opacity(BufferedImage image, Dimension size) {
    BufferedImage bgr = bgr(image);
    byte[] pixels = ((DataBufferByte) bgr.getRaster().getDataBuffer()).getData();
    int width = bgr.getWidth();
    int height = bgr.getHeight();
    Mat picture = new Mat(height, width, CvType.CV_8UC3);
    Mat mask = new Mat(height, width, CvType.CV_8UC1);
    Mat background = new Mat();
    Mat foreground = new Mat();
    Mat large = new Mat();
    try {
      picture.put(0, 0, pixels);
      byte[] seen = new byte[width * height];
      Arrays.fill(seen, (byte) 255);
      if (width >= SIDE_MIN && height >= SIDE_MIN) {
        Rect inner = inner(width, height);
        Imgproc.grabCut(
            picture, mask, inner, background, foreground, ROUNDS, Imgproc.GC_INIT_WITH_RECT);
        mask.get(0, 0, seen);
        for (int i = 0; i < seen.length; i++) {
          seen[i] = (byte) ((seen[i] & 1) * 255); // 1 and 3: certainly and probably in front
        }
      }
      mask.put(0, 0, seen);
      Imgproc.medianBlur(mask, mask, 5);
      Imgproc.resize(mask, large, new Size(size.width, size.height), 0, 0, Imgproc.INTER_CUBIC);
      byte[] opacity = new byte[size.width * size.height];
      large.get(0, 0, opacity);
      return opacity;
    } finally {
      picture.release();
      mask.release();
      background.release();
      foreground.release();
      large.release();
    }
  }

  private static Rect inner(int width, int height) {
    int marginX = Math.max(1, (int) (width * MARGIN));
    int marginY = Math.max(1, (int) (height * MARGIN));
    return new Rect(marginX, marginY, width - 2 * marginX, height - 2 * marginY);
  }

  private static BufferedImage bgr(BufferedImage image) {
    BufferedImage bgr =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    var graphics = bgr.createGraphics();
    graphics.drawImage(image, 0, 0, null);
    graphics.dispose();
    return bgr;
  }

  @Override
  public String toString() {
    return "opencv " + version().toLowerCase(Locale.ROOT);
  }
}
