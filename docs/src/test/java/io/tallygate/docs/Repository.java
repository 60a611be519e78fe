package io.tallygate.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The repository's own files, without what tools put beside them. */
final class Repository {

  private static final Set<String> NOT_OURS =
      Set.of(".git", "target", "node_modules", ".idea", ".vscode", "tallygate-data");

  private static final Set<String> TEXT_ENDINGS =
      Set.of(
          "java",
          "md",
          "xml",
          "yaml",
          "yml",
          "json",
          "js",
          "css",
          "sh",
          "properties",
          "txt",
          "html");

  private static final Set<String> SCRIPTS = Set.of("tallygate", "test", "run", "Dockerfile");

  private final Path root;

  private Repository(Path root) {
    this.root = root;
  }

  /** The repository that this module belongs to; Maven runs tests in the module's folder. */
  static Repository here() {
    return new Repository(Path.of("..").toAbsolutePath().normalize());
  }

  Path root() {
    return root;
  }

  String read(String path) {
    return read(root.resolve(path));
  }

  /** Some fixtures are no UTF-8, on purpose; what cannot be read in them is replaced. */
  static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Paths relative to the root, with slashes. */
  List<String> files() {
    List<String> files = new ArrayList<>();
    try {
      Files.walkFileTree(root, new Collector(files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.sort(null);
    return files;
  }

  List<String> files(String ending) {
    return files().stream().filter(path -> path.endsWith(ending)).toList();
  }

  /** All that people wrote as text, scripts too. */
  List<String> texts() {
    return files().stream().filter(Repository::isText).toList();
  }

  static boolean isText(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return TEXT_ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1)) || isScript(path);
  }

  static boolean isScript(String path) {
    return SCRIPTS.contains(path.substring(path.lastIndexOf('/') + 1)) || path.endsWith(".sh");
  }

  private final class Collector extends SimpleFileVisitor<Path> {

    private final List<String> files;

    Collector(List<String> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return NOT_OURS.contains(String.valueOf(folder.getFileName()))
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (!NOT_OURS.contains(String.valueOf(file.getFileName()))) { // .git of a worktree is a file
        files.add(root.relativize(file).toString().replace('\\', '/'));
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
