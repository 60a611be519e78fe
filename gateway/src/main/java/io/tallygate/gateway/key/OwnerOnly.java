package io.tallygate.gateway.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The modes of what is nobody else's business: 0700 for folders, 0600 for files. */
public final class OwnerOnly {

  private OwnerOnly() {}

  /** Makes a folder and those above it; one that is there keeps its mode. */
  public static void createFolder(Path folder) {
    try {
      Files.createDirectories(folder.toAbsolutePath(), mode(folder, "rwx------"));
    } catch (IOException e) {
      throw new DataException(
          DataException.Reason.UNAVAILABLE,
          "data must be a folder that can be written: data=" + folder,
          e);
    }
  }

  /** With which a file is made that only its owner reads. */
  public static FileAttribute<?>[] file(Path path) {
    return mode(path, "rw-------");
  }

  /** Whether the file system knows owners and modes at all. */
  static boolean isKnown(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] mode(Path path, String mode) {
    if (!isKnown(path)) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
    };
  }
}
