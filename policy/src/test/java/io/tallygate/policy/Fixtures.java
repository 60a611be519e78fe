package io.tallygate.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The policy files that the tests read, each folder with its kind. */
final class Fixtures {

  static final Path ROOT = Path.of("src", "test", "resources");

  private Fixtures() {}

  /** The names of the files in a folder that end so, without the ending. */
  static List<String> names(String folder, String ending) {
    try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ending))
          .map(name -> name.substring(0, name.length() - ending.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(ROOT.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  /** Reads a fixture as the command reads a file, but under its bare name. */
  static PolicyFile policy(String folder, String name) {
    String source = name + ".yaml";
    return PolicyFile.parse(source, TextFile.decode(source, bytes(folder + "/" + source)));
  }
}
