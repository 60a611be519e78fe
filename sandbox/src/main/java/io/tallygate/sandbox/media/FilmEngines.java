package io.tallygate.sandbox.media;

import io.tallygate.sandbox.media.Intake.Taken;
import io.tallygate.sandbox.media.Maker.Repeat;
import io.tallygate.sandbox.media.image.Cutout;
import io.tallygate.sandbox.media.video.Ffmpeg;
import io.tallygate.sandbox.media.video.Ffmpeg.Source;
import io.tallygate.sandbox.media.video.Probe;
import java.awt.Dimension;
import java.io.IOException;
import java.nio.file.Path;

/** The tools that make a film of a film, by ffmpeg. */
final class FilmEngines {

  private final Intake intake;
  private final Ffmpeg ffmpeg;

  FilmEngines(Intake intake, Ffmpeg ffmpeg) {
    this.intake = intake;
    this.ffmpeg = ffmpeg;
  }

  Engine upscale() {
    return new Maker(Tool.UPSCALE_VIDEO, "ffmpeg", ffmpeg.version(), Repeat.EQUAL, this::upscaled);
  }

  Engine removeBackground(Cutout cutout) {
    return new Maker(
        Tool.REMOVE_VIDEO_BACKGROUND,
        "opencv grabcut, ffmpeg",
        cutout.version() + ", " + ffmpeg.version(),
        Repeat.EQUAL,
        (job, index) -> withoutBackground(cutout, job, index));
  }

  private static Source source(Taken taken) {
    return new Source(taken.file(), taken.kind().demuxer());
  }

  private Made upscaled(Job job, int index)
      throws MediaException, IOException, InterruptedException {
    Taken taken = intake.take(job, MediaType.VIDEO);
    Inspected what = taken.what();
    long pixelsMax = intake.limits().pixelsMax() / 4;
    if ((long) what.width() * what.height() > pixelsMax) {
      throw new MediaException(
          "a film to upscale must have at most %s pixels: width=%s height=%s"
              .formatted(pixelsMax, what.width(), what.height()));
    }
    Path file = Maker.file(job, index, "mp4");
    ffmpeg.twice(source(taken), file);
    String size = "%s x %s".formatted(2 * what.width(), 2 * what.height());
    return new Made(file, MediaType.VIDEO, "Upscaled video", "A film, upscaled to " + size);
  }

  private Made withoutBackground(Cutout cutout, Job job, int index)
      throws MediaException, IOException, InterruptedException {
    Taken taken = intake.take(job, MediaType.VIDEO);
    Probe probe = intake.inspector().probe(taken.file(), taken.kind());
    Path file = Maker.file(job, index, "webm");
    ffmpeg.cutout(
        source(taken),
        probe,
        frame -> cutout.opacity(frame, new Dimension(frame.getWidth(), frame.getHeight())),
        file);
    return new Made(
        file, MediaType.VIDEO, "Video without background", "A film, its background removed");
  }
}
