package io.tallygate.sandbox.media;

import io.tallygate.sandbox.media.image.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/** Takes a job's inputs: checks each again before it is decoded. */
record Intake(Inspector inspector, Limits limits) {

  /** A file that is what the tool takes. */
  record Taken(Path file, Kind kind, Inspected what) {}

  Taken take(Job job, MediaType type) throws MediaException, IOException, InterruptedException {
    if (job.inputs().isEmpty()) {
      throw new MediaException("the tool takes a file: type=" + type);
    }
    Path file = job.inputs().get(0).file();
    Inspected what = inspector.inspect(file);
    if (what.type() != type) {
      throw new MediaException("the file must be of type %s: type=%s".formatted(type, what.type()));
    }
    return new Taken(file, Kind.of(file), what);
  }

  BufferedImage decode(Taken taken, long pixelsMax)
      throws MediaException, IOException, InterruptedException {
    try {
      return Pictures.decode(taken.file, taken.kind.format(), pixelsMax);
    } catch (IOException e) {
      throw new MediaException("the picture cannot be decoded: type=" + taken.kind);
    }
  }
}
