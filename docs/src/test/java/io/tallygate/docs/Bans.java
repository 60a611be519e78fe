package io.tallygate.docs;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What code may not use, what it uses in its place, and where it may all the same. */
final class Bans {

  /*
   * A name is matched at the end of what is written, so System.nanoTime is found in
   * java.lang.System.nanoTime and in a static import of it; in System::nanoTime too.
   */

  private record Ban(Pattern names, String instead, Set<Place> allowed) {

    Ban(String names, String instead, Place... allowed) {
      this(Pattern.compile("(?:.*\\.)?(?:" + names + ")"), instead, Set.of(allowed));
    }

    boolean holdsIn(JavaSource source) {
      return allowed.stream().noneMatch(place -> place.has(source));
    }
  }

  private enum Place {
    TICKER,
    COMMAND,
    /** Measures for people to read; not part of what runs. */
    BENCH,
    /** Programs that people run to see what they do. */
    EXAMPLES,
    TESTS,
    /** Tests with a real server live in real time. */
    SERVER_TESTS;

    boolean has(JavaSource source) {
      return switch (this) {
        case TICKER -> source.path().endsWith("/clock/Ticker.java");
        case COMMAND -> source.module().equals("command") && source.isMain();
        case BENCH -> source.module().equals("bench");
        case EXAMPLES -> source.module().equals("examples");
        case TESTS -> !source.isMain();
        case SERVER_TESTS -> !source.isMain() && source.path().endsWith("IT.java");
      };
    }
  }

  private static final List<Ban> BANS =
      List.of(
          new Ban(
              "System\\.nanoTime|System\\.currentTimeMillis|Clock\\.system[A-Za-z]*"
                  + "|(?:Instant|Local(?:Date|Time|DateTime)|ZonedDateTime|OffsetDateTime)\\.now",
              "take a Ticker",
              Place.TICKER,
              Place.COMMAND,
              Place.BENCH,
              Place.SERVER_TESTS),
          new Ban(
              "Thread\\.sleep|[A-Z]+SECONDS\\.sleep",
              "move a Ticker by hand, or wait for what happens"),
          new Ban(
              "System\\.out|System\\.err",
              "return the text, only the command prints",
              Place.COMMAND,
              Place.BENCH,
              Place.EXAMPLES,
              Place.TESTS),
          new Ban("System\\.exit|Runtime\\.halt", "throw, only the command ends", Place.COMMAND),
          new Ban(
              "System\\.getenv|System\\.getProperty|Integer\\.getInteger|Boolean\\.getBoolean",
              "take a config record, only the command reads the environment",
              Place.COMMAND,
              Place.BENCH,
              Place.TESTS),
          new Ban("@Disabled[A-Za-z]*|@Enabled[A-Za-z]*", "fix the test or delete it"),
          new Ban(
              "assumeTrue|assumeFalse|assumeThat|assumingThat|Assumptions",
              "tag the test needs-NAME, so that ./test says what did not run"),
          new Ban("org\\.mockito|org\\.easymock", "use the real thing, on port 0"));

  private Bans() {}

  static List<String> findings(JavaSource source) {
    List<String> findings = new ArrayList<>();
    new Scanner(source, findings).scan(source.unit(), null);
    return findings.stream().distinct().toList();
  }

  private static final class Scanner extends TreeScanner<Void, Void> {

    private final JavaSource source;
    private final List<String> findings;

    Scanner(JavaSource source, List<String> findings) {
      this.source = source;
      this.findings = findings;
    }

    private void check(Tree tree, String name) {
      for (Ban ban : BANS) {
        if (ban.names.matcher(name).matches() && ban.holdsIn(source)) {
          findings.add(source.at(tree, name + " is banned, " + ban.instead));
        }
      }
    }

    @Override
    public Void visitMemberSelect(MemberSelectTree tree, Void unused) {
      check(tree, tree.toString());
      return super.visitMemberSelect(tree, null);
    }

    @Override
    public Void visitMemberReference(MemberReferenceTree tree, Void unused) {
      check(tree, tree.getQualifierExpression() + "." + tree.getName());
      return super.visitMemberReference(tree, null);
    }

    @Override
    public Void visitIdentifier(IdentifierTree tree, Void unused) {
      check(tree, tree.getName().toString());
      return super.visitIdentifier(tree, null);
    }

    @Override
    public Void visitAnnotation(AnnotationTree tree, Void unused) {
      check(tree, "@" + tree.getAnnotationType());
      return super.visitAnnotation(tree, null);
    }
  }
}
