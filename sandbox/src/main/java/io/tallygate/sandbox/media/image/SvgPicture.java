package io.tallygate.sandbox.media.image;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.geometry.size.FloatSize;
import com.github.weisj.jsvg.parser.ExternalResourcePolicy;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Draws an SVG that this sandbox made itself. A stranger's is never read. */
public final class SvgPicture {

  private static final LoaderContext CONTEXT =
      LoaderContext.builder().externalResourcePolicy(ExternalResourcePolicy.DENY).build();

  private final SVGDocument document;

  private SvgPicture(SVGDocument document) {
    this.document = document;
  }

  public static SvgPicture read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      SVGDocument document = new SVGLoader().load(in, null, CONTEXT);
      if (document == null) {
        throw new IOException("not an SVG");
      }
      return new SvgPicture(document);
    }
  }

  public Dimension size() {
    FloatSize size = document.size();
    return new Dimension(Math.round(size.width), Math.round(size.height));
  }

  /** On white, so that it fits into a square of this side. */
  public BufferedImage draw(int side) {
    Dimension size = size();
    double scale = Math.min(1.0, (double) side / Math.max(size.width, size.height));
    int width = Math.max(1, (int) Math.round(size.width * scale));
    int height = Math.max(1, (int) Math.round(size.height * scale));
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, width, height);
      graphics.scale((double) width / size.width, (double) height / size.height);
      document.render(null, graphics);
    } finally {
      graphics.dispose();
    }
    return image;
  }
}
