package io.tallygate.sandbox.file;

import io.tallygate.sandbox.media.MediaException;
import io.tallygate.sandbox.media.MediaType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Looks into files, and makes small ones of them. Thread-safe. */
public interface Probe {

  /**
   * What is in a stranger's file, by its content.
   *
   * @throws MediaException if it is nothing that the sandbox takes; the message is fit for callers
   */
  Found inspect(Path file) throws MediaException, IOException, InterruptedException;

  /** The same of a file that a tool made: also of a drawing, which is refused from strangers. */
  Found inspectMade(Path file) throws MediaException, IOException, InterruptedException;

  /**
   * A small picture of it, of at most 256 pixels on its longer side.
   *
   * @param folder where it is made
   * @return empty if there is none, as of sound
   */
  Optional<Path> thumbnail(Path file, Found found, Path folder)
      throws IOException, InterruptedException;

  /**
   * A smaller form of it, of at most 720 pixels on its shorter side.
   *
   * @return empty if the file is small enough itself, or cannot be made smaller here
   */
  Optional<Path> preview(Path file, Found found, Path folder)
      throws IOException, InterruptedException;

  /**
   * A playlist, with its parts beside it.
   *
   * @param folder empty, for all of them
   * @return empty if it cannot be made here
   */
  Optional<Path> playlist(Path file, Found found, Path folder)
      throws IOException, InterruptedException;

  /**
   * What was found.
   *
   * @param extension without a dot
   * @param width in pixels, 0 for sound; as is height
   * @param seconds 0 for images
   */
  record Found(
      MediaType type, String mimeType, String extension, int width, int height, double seconds) {}
}
