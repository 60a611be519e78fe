package io.tallygate.docs;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tests that need a program say so by a tag that ./test knows, or they would never be left out. */
final class NeedsTags {

  private static final Pattern TAG = Pattern.compile("\"needs-([^\"]*)\"");

  private NeedsTags() {}

  /**
   * @param rows the names that ./test knows
   */
  static List<String> findings(JavaSource source, List<String> rows) {
    List<String> findings = new ArrayList<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitAnnotation(AnnotationTree tree, Void unused) {
        Matcher tag = TAG.matcher(tree.getArguments().toString());
        if (tree.getAnnotationType().toString().equals("Tag")
            && tag.find()
            && !rows.contains(tag.group(1))) {
          findings.add(source.at(tree, "./test has no row for the tag needs-" + tag.group(1)));
        }
        return super.visitAnnotation(tree, null);
      }
    }.scan(source.unit(), null);
    return findings;
  }
}
