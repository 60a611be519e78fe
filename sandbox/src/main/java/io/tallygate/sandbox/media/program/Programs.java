package io.tallygate.sandbox.media.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where installed programs are looked for. Thread-safe.
 *
 * @param folders absolute, the first that has a program wins; none for a machine without programs
 */
public record Programs(List<Path> folders, Bounds bounds) {

  public Programs {
    folders = List.copyOf(folders);
    for (Path folder : folders) {
      if (!folder.isAbsolute()) {
        throw new IllegalArgumentException(
            "a folder of programs must be absolute: folder=" + folder);
      }
    }
  }

  public Optional<Program> find(String name) {
    return file(name).map(file -> new Program(file, file("prlimit"), bounds));
  }

  private Optional<Path> file(String name) {
    return folders.stream()
        .map(folder -> folder.resolve(name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }
}
