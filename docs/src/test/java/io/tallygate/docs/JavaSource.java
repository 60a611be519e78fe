package io.tallygate.docs;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * One Java file as the compiler's parser reads it: nothing is resolved, so a file need not compile.
 *
 * @param path relative to the repository's root
 */
record JavaSource(String path, String text, CompilationUnitTree unit, DocTrees trees) {

  /** Parses texts by path; the result is in the order of the paths. */
  static List<JavaSource> parse(Map<String, String> textByPath) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<JavaFileObject> files = new ArrayList<>();
    Map<String, String> sorted = new TreeMap<>(textByPath);
    sorted.forEach((path, text) -> files.add(new Text(path, text)));
    JavacTask task =
        (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, files);
    List<JavaSource> sources = new ArrayList<>();
    DocTrees trees = DocTrees.instance(task);
    try {
      for (CompilationUnitTree unit : task.parse()) {
        String path = unit.getSourceFile().toUri().getPath().substring(1);
        sources.add(new JavaSource(path, sorted.getOrDefault(path, ""), unit, trees));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sources;
  }

  /** The first folder of the path. */
  String module() {
    return path.substring(0, path.indexOf('/'));
  }

  boolean isMain() {
    return path.contains("/src/main/");
  }

  boolean isPackageInfo() {
    return path.endsWith("/package-info.java");
  }

  boolean isModuleInfo() {
    return path.endsWith("/module-info.java");
  }

  String packageName() {
    return unit.getPackageName() == null ? "" : unit.getPackageName().toString();
  }

  List<String> lines() {
    return text.lines().toList();
  }

  long line(Tree tree) {
    return lineAt(positions().getStartPosition(unit, tree));
  }

  long lastLine(Tree tree) {
    return lineAt(positions().getEndPosition(unit, tree));
  }

  private long lineAt(long position) {
    return position < 0 ? 1 : unit.getLineMap().getLineNumber(position);
  }

  private SourcePositions positions() {
    return trees.getSourcePositions();
  }

  /** A finding: where, and what. */
  String at(Tree tree, String message) {
    return path + ":" + line(tree) + ": " + message;
  }

  private static final class Text extends SimpleJavaFileObject {

    private final String text;

    Text(String path, String text) {
      super(URI.create("file:///" + path), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
