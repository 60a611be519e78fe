package io.tallygate.sandbox.media;

import io.tallygate.sandbox.media.Intake.Taken;
import io.tallygate.sandbox.media.Maker.Repeat;
import io.tallygate.sandbox.media.image.Cutout;
import io.tallygate.sandbox.media.image.Lanczos;
import io.tallygate.sandbox.media.image.Pictures;
import io.tallygate.sandbox.media.image.Tracer;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The tools that make a picture of a picture. */
final class PictureEngines {

  static final long TRACED_PIXELS_MAX = 1_500_000; // more only makes the SVG larger

  private static final String OWN = "1";

  private final Intake intake;

  PictureEngines(Intake intake) {
    this.intake = intake;
  }

  Engine upscale() {
    return new Maker(Tool.UPSCALE_IMAGE, "lanczos", OWN, Repeat.EQUAL, this::upscaled);
  }

  Engine vectorize() {
    return new Maker(Tool.VECTORIZE_IMAGE, "colour tracing", OWN, Repeat.EQUAL, this::vectorized);
  }

  Engine removeBackground(Cutout cutout) {
    return new Maker(
        Tool.REMOVE_IMAGE_BACKGROUND,
        "opencv grabcut",
        cutout.version(),
        Repeat.EQUAL,
        (job, index) -> withoutBackground(cutout, job, index));
  }

  private Made upscaled(Job job, int index)
      throws MediaException, IOException, InterruptedException {
    Taken taken = intake.take(job, MediaType.IMAGE);
    Inspected what = taken.what();
    long pixelsMax = intake.limits().pixelsMax() / 4;
    if ((long) what.width() * what.height() > pixelsMax
        || Math.max(what.width(), what.height()) > intake.limits().sideMax() / 2) {
      throw new MediaException(
          "a picture to upscale must have at most %s pixels: width=%s height=%s"
              .formatted(pixelsMax, what.width(), what.height()));
    }
    BufferedImage image = Lanczos.twice(intake.decode(taken, pixelsMax));
    Path file = Maker.file(job, index, "png");
    Pictures.writePng(image, file);
    String size = "%s x %s".formatted(image.getWidth(), image.getHeight());
    return new Made(file, MediaType.IMAGE, "Upscaled image", "A picture, upscaled to " + size);
  }

  private Made vectorized(Job job, int index)
      throws MediaException, IOException, InterruptedException {
    Taken taken = intake.take(job, MediaType.IMAGE);
    BufferedImage image = intake.decode(taken, TRACED_PIXELS_MAX);
    Dimension shown = new Dimension(taken.what().width(), taken.what().height());
    Path file = Maker.file(job, index, "svg");
    Files.writeString(file, Tracer.svg(image, shown));
    return new Made(file, MediaType.IMAGE, "Vectorized image", "A picture, traced to SVG");
  }

  private Made withoutBackground(Cutout cutout, Job job, int index)
      throws MediaException, IOException, InterruptedException {
    Taken taken = intake.take(job, MediaType.IMAGE);
    BufferedImage image = intake.decode(taken, intake.limits().pixelsMax());
    Path file = Maker.file(job, index, "png");
    Pictures.writePng(cutout.of(image), file);
    return new Made(
        file, MediaType.IMAGE, "Image without background", "A picture, its background removed");
  }
}
