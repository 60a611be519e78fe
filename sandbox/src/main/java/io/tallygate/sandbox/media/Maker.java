package io.tallygate.sandbox.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An engine that makes its results one after the other. */
record Maker(Tool tool, String name, String version, Repeat repeat, Making making)
    implements Engine {

  static final String PLACEHOLDER = "placeholder";

  /** What a second result of the same job is. */
  enum Repeat {
    /** Another one. */
    VARIED,
    /** The same again: nothing in the work is left to chance. */
    EQUAL
  }

  /** Makes the result of this number, from 0. */
  interface Making {
    Made make(Job job, int index) throws MediaException, IOException, InterruptedException;
  }

  static Maker placeholder(Tool tool, String version, Making making) {
    return new Maker(tool, PLACEHOLDER, version, Repeat.VARIED, making);
  }

  @Override
  public List<Made> run(Job job) throws MediaException, IOException, InterruptedException {
    List<Made> made = new ArrayList<>();
    for (int i = 0; i < job.results(); i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      made.add(i > 0 && repeat == Repeat.EQUAL ? copy(made.get(0), job, i) : making.make(job, i));
      job.progress().accept((double) (i + 1) / job.results());
    }
    return made;
  }

  private static Made copy(Made first, Job job, int index) throws IOException {
    String name = first.file().getFileName().toString();
    Path file = file(job, index, name.substring(name.lastIndexOf('.') + 1));
    Files.copy(first.file(), file);
    return new Made(file, first.type(), first.displayName(), first.description());
  }

  static Path file(Job job, int index, String extension) {
    return job.folder().resolve("result-%03d.%s".formatted(index + 1, extension));
  }
}
