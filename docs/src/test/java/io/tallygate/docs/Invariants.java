package io.tallygate.docs;

import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a class's comment lists as its invariants has a test of that name in its module. */
final class Invariants {

  private static final Pattern LIST =
      Pattern.compile("Invariants \\(the test of each has its name\\)(.*?)\\*/", Pattern.DOTALL);

  private static final Pattern NAME = Pattern.compile("\\b[a-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+\\b");

  private Invariants() {}

  static List<String> findings(List<JavaSource> sources) {
    Map<String, Set<String>> methods = new HashMap<>();
    for (JavaSource source : sources) {
      if (!source.isMain()) {
        methods.computeIfAbsent(source.module(), module -> new HashSet<>()).addAll(methods(source));
      }
    }
    List<String> findings = new ArrayList<>();
    for (JavaSource source : sources) {
      Matcher list = LIST.matcher(source.isMain() ? source.text() : "");
      while (list.find()) {
        Matcher name = NAME.matcher(list.group(1));
        while (name.find()) {
          if (!methods.getOrDefault(source.module(), Set.of()).contains(name.group())) {
            findings.add(source.path() + ":1: no test bears the invariant's name: " + name.group());
          }
        }
      }
    }
    return findings;
  }

  private static Set<String> methods(JavaSource source) {
    Set<String> names = new HashSet<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitMethod(MethodTree tree, Void unused) {
        names.add(tree.getName().toString());
        return super.visitMethod(tree, null);
      }
    }.scan(source.unit(), null);
    return names;
  }
}
