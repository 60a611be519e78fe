package io.tallygate.sandbox.media.image;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Set;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.stream.ImageInputStream;

/** Reads and writes PNG, JPEG, GIF and BMP. A reader is told the format, it does not guess. */
public final class Pictures {

  public static final Set<String> FORMATS = Set.of("png", "jpeg", "gif", "bmp");

  static {
    ImageIO.setUseCache(false); // or each picture would be written to a shared folder first
  }

  private Pictures() {}

  /** From its header alone: nothing is decoded. */
  public static Dimension size(Path file, String format) throws IOException {
    return read(file, format, reader -> new Dimension(reader.getWidth(0), reader.getHeight(0)));
  }

  /**
   * Decodes it, at about half, a third ... of its size where it has more pixels than that.
   *
   * @throws InterruptedException if this thread was interrupted meanwhile
   */
  public static BufferedImage decode(Path file, String format, long pixelsMax)
      throws IOException, InterruptedException {
    BufferedImage image =
        read(
            file,
            format,
            reader -> {
              reader.addIIOReadProgressListener(new StopWhenInterrupted());
              return reader.read(0, smaller(reader, pixelsMax));
            });
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return image;
  }

  private static ImageReadParam smaller(ImageReader reader, long pixelsMax) throws IOException {
    ImageReadParam param = reader.getDefaultReadParam();
    long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
    int step = 1;
    while (pixels / step / step > pixelsMax) {
      step++;
    }
    if (step > 1) {
      param.setSourceSubsampling(step, step, 0, 0);
    }
    return param;
  }

  private interface Reading<T> {
    T with(ImageReader reader) throws IOException;
  }

  private static <T> T read(Path file, String format, Reading<T> reading) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    if (!FORMATS.contains(format) || !readers.hasNext()) {
      throw new IIOException("no reader: format=" + format);
    }
    ImageReader reader = readers.next();
    try (ImageInputStream input = ImageIO.createImageInputStream(file.toFile())) {
      if (input == null) {
        throw new IIOException("not to be read: " + file.getFileName());
      }
      // Metadata may be packed many times smaller than they are, and nobody needs them.
      reader.setInput(input, true, true);
      return reading.with(reader);
    } catch (RuntimeException e) { // the JDK's readers throw all kinds at a broken file
      throw new IIOException("not a whole picture: format=" + format, e);
    } finally {
      reader.dispose();
    }
  }

  public static void writePng(BufferedImage image, Path file) throws IOException {
    if (!ImageIO.write(image, "png", file.toFile())) {
      throw new IIOException("no writer: format=png");
    }
  }

  /** So that it fits into a square of this side; one that fits already stays as it is. */
  public static BufferedImage fit(BufferedImage image, int side) {
    int width = image.getWidth();
    int height = image.getHeight();
    double scale = Math.min(1.0, (double) side / Math.max(width, height));
    Dimension size =
        new Dimension(
            Math.max(1, (int) Math.round(width * scale)),
            Math.max(1, (int) Math.round(height * scale)));
    return scale == 1 ? image : shrink(image, size);
  }

  /** By halves, each the mean of four pixels, and the rest of the way at once. */
  public static BufferedImage shrink(BufferedImage image, Dimension size) {
    BufferedImage result = image;
    while (result.getWidth() > size.width || result.getHeight() > size.height) {
      int width = Math.max(size.width, (result.getWidth() + 1) / 2);
      int height = Math.max(size.height, (result.getHeight() + 1) / 2);
      result = draw(result, width, height);
    }
    return result;
  }

  private static BufferedImage draw(BufferedImage image, int width, int height) {
    boolean opaque = !image.getColorModel().hasAlpha();
    BufferedImage result =
        new BufferedImage(
            width, height, opaque ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = result.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(image, 0, 0, width, height, null);
    } finally {
      graphics.dispose();
    }
    return result;
  }

  /** Ends a decoding that nobody waits for any more. */
  private static final class StopWhenInterrupted implements IIOReadProgressListener {

    @Override
    public void imageProgress(ImageReader source, float percentageDone) {
      if (Thread.currentThread().isInterrupted()) {
        source.abort();
      }
    }

    @Override
    public void imageStarted(ImageReader source, int imageIndex) {}

    @Override
    public void imageComplete(ImageReader source) {}

    @Override
    public void readAborted(ImageReader source) {}

    @Override
    public void sequenceStarted(ImageReader source, int minIndex) {}

    @Override
    public void sequenceComplete(ImageReader source) {}

    @Override
    public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageReader source, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageReader source) {}
  }
}
