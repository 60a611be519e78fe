package io.tallygate.sandbox.media.video;

import java.io.IOException;
import java.nio.file.Path;

/** Makes an MP4 of a film. Thread-safe. */
public interface Studio {

  void write(Film film, Path mp4) throws IOException, InterruptedException;
}
