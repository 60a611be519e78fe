package io.tallygate.docs;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What packages, types, methods and tests are called, and the sentence that opens a file. */
final class Names {

  private static final Pattern BAD_TYPE =
      Pattern.compile("Abstract.*|Default[A-Z].*|.*(?:Util|Utils|Helper|Impl|Manager|Base)");

  private static final Set<String> BAD_PACKAGES =
      Set.of("util", "utils", "common", "impl", "base", "helper", "helpers", "misc", "internal");

  private static final Pattern GETTER = Pattern.compile("get[A-Z].*");

  private static final Pattern TEST_NAME =
      Pattern.compile("[a-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+){1,3}");

  private static final Set<String> TEST_ANNOTATIONS =
      Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory");

  private Names() {}

  static List<String> findings(JavaSource source) {
    List<String> findings = new ArrayList<>();
    for (String word : source.packageName().split("\\.", -1)) {
      if (BAD_PACKAGES.contains(word)) {
        findings.add(source.path() + ":1: package must be a noun of the domain: " + word);
      }
    }
    if (source.isPackageInfo() && !isNullMarked(source)) {
      findings.add(source.path() + ":1: package must be @NullMarked");
    }
    new Scanner(source, findings).scan(new TreePath(source.unit()), null);
    return findings;
  }

  private static boolean isNullMarked(JavaSource source) {
    return source.unit().getPackageAnnotations().stream()
        .anyMatch(it -> it.getAnnotationType().toString().equals("NullMarked"));
  }

  private static final class Scanner extends TreePathScanner<Void, Void> {

    private final JavaSource source;
    private final List<String> findings;

    Scanner(JavaSource source, List<String> findings) {
      this.source = source;
      this.findings = findings;
    }

    @Override
    public Void visitClass(ClassTree tree, Void unused) {
      String name = tree.getSimpleName().toString();
      if (BAD_TYPE.matcher(name).matches()) {
        findings.add(source.at(tree, "type must be named by what sets it apart: " + name));
      }
      boolean topLevel = getCurrentPath().getParentPath().getLeaf() == source.unit();
      if (topLevel && source.isMain() && source.trees().getDocComment(getCurrentPath()) == null) {
        findings.add(source.at(tree, "file must open with a sentence that says what it is"));
      }
      return super.visitClass(tree, null);
    }

    @Override
    public Void visitMethod(MethodTree tree, Void unused) {
      String name = tree.getName().toString();
      List<String> annotations =
          tree.getModifiers().getAnnotations().stream()
              .map(AnnotationTree::getAnnotationType)
              .map(Tree::toString)
              .toList();
      if (source.isMain() && GETTER.matcher(name).matches() && !annotations.contains("Override")) {
        findings.add(source.at(tree, "method must not start with get: " + name));
      }
      if (annotations.stream().anyMatch(TEST_ANNOTATIONS::contains)
          && !TEST_NAME.matcher(name).matches()) {
        findings.add(source.at(tree, "test must be subject_condition_result: " + name));
      }
      return super.visitMethod(tree, null);
    }
  }
}
