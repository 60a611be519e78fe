package io.tallygate.docs;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;

/** How long files, methods, lines and lists of parameters may be. */
final class Sizes {

  static final int FILE_LINES_MAX = 400;
  static final int METHOD_LINES_MAX = 60;
  static final int LINE_MAX = 100;
  static final int PARAMETERS_MAX = 4;
  static final int COMPONENTS_MAX = 6;

  /** Where a boolean is the very thing that the method is about. */
  private static final Set<String> BOOLEAN_PARAMETERS = Set.of("Checks.require");

  private Sizes() {}

  /** For every text that people write as code, scripts too. */
  static List<String> lineFindings(String path, String text) {
    List<String> findings = new ArrayList<>();
    List<String> lines = text.lines().toList();
    if (lines.size() > FILE_LINES_MAX) {
      findings.add(
          path
              + ":1: file must have at most "
              + FILE_LINES_MAX
              + " lines, part it: lines="
              + lines.size());
    }
    for (int i = 0; i < lines.size(); i++) {
      int length = lines.get(i).length();
      if (length > LINE_MAX) {
        findings.add(
            path
                + ":"
                + (i + 1)
                + ": line must have at most "
                + LINE_MAX
                + " characters: length="
                + length);
      }
    }
    return findings;
  }

  static List<String> findings(JavaSource source) {
    List<String> findings = new ArrayList<>();
    new Scanner(source, findings).scan(source.unit(), null);
    return findings;
  }

  private static final class Scanner extends TreeScanner<Void, Void> {

    private final JavaSource source;
    private final List<String> findings;
    private final Deque<ClassTree> classes = new ArrayDeque<>();

    Scanner(JavaSource source, List<String> findings) {
      this.source = source;
      this.findings = findings;
    }

    @Override
    public Void visitClass(ClassTree tree, Void unused) {
      if (tree.getKind() == Tree.Kind.RECORD) {
        long components = tree.getMembers().stream().filter(Scanner::isComponent).count();
        if (components > COMPONENTS_MAX) {
          findings.add(
              source.at(
                  tree,
                  "record must have at most "
                      + COMPONENTS_MAX
                      + " components: "
                      + tree.getSimpleName()
                      + "="
                      + components));
        }
      }
      classes.push(tree);
      super.visitClass(tree, null);
      classes.pop();
      return null;
    }

    private static boolean isComponent(Tree member) {
      return member instanceof VariableTree field
          && !field.getModifiers().getFlags().contains(Modifier.STATIC);
    }

    @Override
    public Void visitMethod(MethodTree tree, Void unused) {
      String name = name(tree);
      long lines = source.lastLine(tree) - firstLine(tree) + 1;
      if (lines > METHOD_LINES_MAX && !isTable(tree)) {
        findings.add(
            source.at(
                tree,
                "method must have at most " + METHOD_LINES_MAX + " lines: " + name + "=" + lines));
      }
      int parameters = tree.getParameters().size();
      if (parameters > PARAMETERS_MAX && !isGiven(tree) && !isCanonical(tree)) {
        findings.add(
            source.at(
                tree,
                "method must have at most "
                    + PARAMETERS_MAX
                    + " parameters: "
                    + name
                    + "="
                    + parameters));
      }
      if (source.isMain() && !isGiven(tree) && !isCanonical(tree)) {
        checkBooleans(tree, name);
      }
      return super.visitMethod(tree, null);
    }

    /** Whether a test's method is one statement: a table, of which a part would say less. */
    private boolean isTable(MethodTree tree) {
      BlockTree body = tree.getBody();
      return !source.isMain() && body != null && body.getStatements().size() == 1;
    }

    /** Without annotations, for a test's table may stand in one. */
    private long firstLine(MethodTree tree) {
      Tree body = tree.getBody();
      Tree result = tree.getReturnType();
      return source.line(result != null ? result : body != null ? body : tree);
    }

    private void checkBooleans(MethodTree tree, String name) {
      boolean hasBoolean =
          tree.getParameters().stream().anyMatch(it -> it.getType().toString().equals("boolean"));
      if (hasBoolean && !BOOLEAN_PARAMETERS.contains(name)) {
        findings.add(source.at(tree, "boolean parameter, take an enum that says which: " + name));
      }
    }

    private String name(MethodTree tree) {
      ClassTree owner = classes.peek();
      String ownerName = owner == null ? "" : owner.getSimpleName().toString();
      boolean constructor = tree.getReturnType() == null;
      return ownerName + "." + (constructor ? "new" : tree.getName());
    }

    /**
     * Whether somebody else chose the parameters: a supertype, or the columns of a test's table.
     */
    private static boolean isGiven(MethodTree tree) {
      return tree.getModifiers().getAnnotations().stream()
          .map(AnnotationTree::getAnnotationType)
          .map(Tree::toString)
          .anyMatch(it -> it.equals("Override") || it.equals("ParameterizedTest"));
    }

    private boolean isCanonical(MethodTree tree) {
      ClassTree owner = classes.peek();
      return tree.getReturnType() == null
          && owner != null
          && owner.getKind() == Tree.Kind.RECORD
          && owner.getMembers().stream().filter(Scanner::isComponent).count()
              == tree.getParameters().size();
    }
  }
}
