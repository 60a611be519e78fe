package io.tallygate.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders that are nobody else's business. */
final class OwnerOnly {

  private OwnerOnly() {}

  /** Makes a folder and those above it, with mode 0700; one that is there keeps its mode. */
  static Path createFolder(Path folder) throws IOException {
    boolean hasModes = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] modes =
        hasModes
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    return Files.createDirectories(folder, modes);
  }
}
