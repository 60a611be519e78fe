package io.tallygate.sandbox.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The folder of the files, with a bound on what lies in it. Thread-safe. */
public final class Disk {

  /*
   * files/ID/...      the forms of one file
   * scratch/...       what is under way: uploads and jobs; emptied at each start
   */

  private final Path files;
  private final Path scratch;
  private final long bytesMax;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong scratchNumber = new AtomicLong();

  public Disk(Path data, long bytesMax) throws IOException {
    this.files = Files.createDirectories(data.resolve("files"));
    this.scratch = data.resolve("scratch");
    this.bytesMax = bytesMax;
    deleteTree(scratch);
    Files.createDirectories(scratch);
  }

  /**
   * Takes room.
   *
   * @return whether there was that much left
   */
  public boolean take(long count) {
    long taken = bytes.addAndGet(count);
    if (taken > bytesMax) {
      bytes.addAndGet(-count);
      return false;
    }
    return true;
  }

  /** Takes room for what lies there already, even if it is more than there should be. */
  void takeOld(long count) {
    bytes.addAndGet(count);
  }

  public void give(long count) {
    bytes.addAndGet(-count);
  }

  public boolean isFull() {
    return bytes.get() >= bytesMax;
  }

  public long bytesMax() {
    return bytesMax;
  }

  /** The folder of one file. */
  Path folder(String fileId) {
    return files.resolve(fileId);
  }

  /**
   * Where one form of a file lies.
   *
   * @param name as its rendition has it
   */
  public Path path(String fileId, String name) {
    return folder(fileId).resolve(name);
  }

  /** A new folder for work that is under way. */
  public Path scratch() throws IOException {
    return Files.createDirectory(scratch.resolve(Long.toString(scratchNumber.incrementAndGet())));
  }

  /** Deletes a file's folder, and gives back its room. */
  void delete(String fileId, long count) {
    deleteTree(folder(fileId));
    give(count);
  }

  /** Deletes the folders of files that nobody knows: their process was killed too early. */
  void retain(Set<String> fileIds) throws IOException {
    try (Stream<Path> folders = Files.list(files)) {
      folders
          .filter(folder -> !fileIds.contains(String.valueOf(folder.getFileName())))
          .forEach(Disk::deleteTree);
    }
  }

  /** Deletes a folder and all that is in it; what cannot be deleted stays. */
  public static void deleteTree(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> tree = Files.walk(folder)) {
      paths = tree.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException | UncheckedIOException e) {
      return; // somebody else deletes it too
    }
    for (Path path : paths) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        // The next start deletes what is left.
      }
    }
  }
}
