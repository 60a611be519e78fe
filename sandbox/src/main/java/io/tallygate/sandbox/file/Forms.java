package io.tallygate.sandbox.file;

import io.tallygate.sandbox.file.Probe.Found;
import io.tallygate.sandbox.media.MediaException;
import io.tallygate.sandbox.media.MediaType;
import io.tallygate.sandbox.store.StoredFile.Content;
import io.tallygate.sandbox.store.StoredFile.Rendition;
import io.tallygate.sandbox.store.StoredFile.Rendition.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the forms of a file: thumbnail, preview, playlist. Thread-safe. */
public final class Forms {

  private static final Logger LOG = LoggerFactory.getLogger(Forms.class);

  /** Where playlists and their parts lie, within a file's folder. */
  static final String HLS_FOLDER = "forms/hls/";

  private static final String FOLDER = "forms";
  private static final String PLAYLIST_TYPE = "application/vnd.apple.mpegurl";

  private final Probe probe;
  private final Disk disk;

  public Forms(Probe probe, Disk disk) {
    this.probe = probe;
    this.disk = disk;
  }

  /** What is in a stranger's file. */
  Found inspect(Path file) throws MediaException, IOException, InterruptedException {
    return probe.inspect(file);
  }

  /** What is in a file that a tool made. */
  public Found inspectMade(Path file) throws MediaException, IOException, InterruptedException {
    return probe.inspectMade(file);
  }

  /**
   * Moves a file to where it stays, if it is not there already, and makes its other forms.
   *
   * @return what there is; room for it is taken on the disk
   * @throws IOException also if there is no room
   */
  public Content keep(String fileId, Path file, Found found)
      throws IOException, InterruptedException {
    Path folder = disk.folder(fileId);
    Path original = file;
    if (!file.startsWith(folder)) {
      Files.createDirectories(folder);
      original = folder.resolve("made." + found.extension());
      Files.move(file, original, StandardCopyOption.REPLACE_EXISTING);
    }
    Content content =
        new Content(found.type(), found.seconds(), renditions(folder, original, found));
    if (!disk.take(content.bytes())) {
      throw new IOException("disk quota is used up: quota=%s bytes".formatted(disk.bytesMax()));
    }
    return content;
  }

  /** Takes back what {@link #keep} did. */
  public void drop(String fileId, Content content) {
    disk.delete(fileId, content.bytes());
  }

  private Map<Kind, Rendition> renditions(Path home, Path original, Found found)
      throws IOException, InterruptedException {
    Path folder = home.resolve(FOLDER);
    Disk.deleteTree(folder); // of a process that was killed while it made them
    Files.createDirectories(folder);
    Rendition download =
        new Rendition(
            String.valueOf(original.getFileName()),
            found.mimeType(),
            found.width(),
            found.height(),
            Files.size(original));
    Map<Kind, Rendition> renditions = new EnumMap<>(Kind.class);
    renditions.put(Kind.DOWNLOAD, download);
    add(renditions, Kind.THUMBNAIL, attempt(() -> probe.thumbnail(original, found, folder)));
    if (found.type() != MediaType.AUDIO) {
      renditions.put(Kind.PREVIEW, download);
      add(renditions, Kind.PREVIEW, attempt(() -> probe.preview(original, found, folder)));
    }
    if (found.type() != MediaType.IMAGE) {
      Path hls = Files.createDirectories(folder.resolve("hls"));
      Optional<Path> playlist = attempt(() -> probe.playlist(original, found, hls));
      if (playlist.isPresent()) {
        String name = HLS_FOLDER + playlist.get().getFileName();
        renditions.put(Kind.HLS, new Rendition(name, PLAYLIST_TYPE, 0, 0, size(hls)));
      }
    }
    return renditions;
  }

  /** One form of it. */
  private interface Making {
    Optional<Path> make() throws IOException, InterruptedException;
  }

  /** A file without a thumbnail is better than none. */
  private static Optional<Path> attempt(Making making) throws InterruptedException {
    try {
      return making.make();
    } catch (IOException e) {
      LOG.warn("a form of a file could not be made: cause={}", e.getMessage());
      return Optional.empty();
    }
  }

  private void add(Map<Kind, Rendition> renditions, Kind kind, Optional<Path> made)
      throws IOException, InterruptedException {
    if (made.isEmpty()) {
      return;
    }
    Path file = made.get();
    try {
      Found found = probe.inspect(file);
      String name = FOLDER + "/" + file.getFileName();
      renditions.put(
          kind,
          new Rendition(name, found.mimeType(), found.width(), found.height(), Files.size(file)));
    } catch (MediaException e) {
      throw new IOException("our own %s is not readable".formatted(kind), e);
    }
  }

  private static long size(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      long sum = 0;
      for (Path file : files.toList()) {
        sum += Files.size(file);
      }
      return sum;
    }
  }
}
