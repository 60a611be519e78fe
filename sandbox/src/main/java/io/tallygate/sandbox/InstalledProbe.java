package io.tallygate.sandbox;

import io.tallygate.sandbox.file.Probe;
import io.tallygate.sandbox.media.Engines;
import io.tallygate.sandbox.media.Inspected;
import io.tallygate.sandbox.media.Inspector;
import io.tallygate.sandbox.media.MediaException;
import io.tallygate.sandbox.media.MediaType;
import io.tallygate.sandbox.media.Previews;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Looks into files with the programs that are installed. Thread-safe. */
final class InstalledProbe implements Probe {

  private final Inspector inspector;
  private final Previews previews;

  InstalledProbe(Engines engines) {
    this.inspector = engines.inspector();
    this.previews = engines.previews();
  }

  @Override
  public Found inspect(Path file) throws MediaException, IOException, InterruptedException {
    return found(inspector.inspect(file));
  }

  @Override
  public Found inspectMade(Path file) throws MediaException, IOException, InterruptedException {
    return found(inspector.inspectMade(file));
  }

  private static Found found(Inspected what) {
    return new Found(
        what.type(),
        what.mimeType(),
        what.extension(),
        what.width(),
        what.height(),
        what.seconds());
  }

  private static Inspected inspected(Found found) {
    return new Inspected(
        found.type(),
        found.mimeType(),
        found.extension(),
        found.width(),
        found.height(),
        found.seconds());
  }

  /** Sound has none in the API. */
  @Override
  public Optional<Path> thumbnail(Path file, Found found, Path folder)
      throws IOException, InterruptedException {
    return found.type() == MediaType.AUDIO
        ? Optional.empty()
        : made(() -> Optional.of(previews.thumbnail(file, inspected(found), folder)));
  }

  @Override
  public Optional<Path> preview(Path file, Found found, Path folder)
      throws IOException, InterruptedException {
    return made(() -> previews.preview(file, inspected(found), folder));
  }

  @Override
  public Optional<Path> playlist(Path file, Found found, Path folder)
      throws IOException, InterruptedException {
    return made(() -> previews.hls(file, inspected(found), folder));
  }

  private interface Making {
    Optional<Path> make() throws MediaException, IOException, InterruptedException;
  }

  private static Optional<Path> made(Making making) throws IOException, InterruptedException {
    try {
      return making.make();
    } catch (MediaException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
