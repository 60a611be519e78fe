package io.tallygate.docs;

import java.util.List;
import java.util.stream.Stream;

/** One small file per rule that breaks it, and some that come close and do not. */
final class BadSources {

  /**
   * A file.
   *
   * @param finding what is found in it; empty where nothing is
   */
  record Row(String path, String finding, String text) {

    @Override
    public String toString() {
      return finding.isEmpty() ? path : finding;
    }
  }

  private static final String LIMITER = "limiter/src/main/java/io/tallygate/limiter/";
  private static final String POLICY = "policy/src/main/java/io/tallygate/policy/";
  private static final String GATEWAY = "gateway/src/main/java/io/tallygate/gateway/";
  private static final String COMMAND = "command/src/main/java/io/tallygate/command/";
  private static final String TESTS = "limiter/src/test/java/io/tallygate/limiter/";

  private BadSources() {}

  private static Row row(String path, String finding, String text) {
    return new Row(path, finding.isEmpty() ? "" : path + ":" + finding, text);
  }

  /** A type that does what {@code body} says, in the package of its path; the body is line 4. */
  private static Row body(String path, String finding, String body) {
    String folder = path.substring(path.indexOf("/java/") + 6, path.lastIndexOf('/'));
    String name = path.substring(path.lastIndexOf('/') + 1, path.lastIndexOf('.'));
    String text = "package %s;\n/** A. */\nfinal class %s {\n%s\n}\n";
    return row(path, finding, text.formatted(folder.replace('/', '.'), name, body));
  }

  static List<Row> rows() {
    return Stream.of(arrows(), sizes(), bans(), names(), texts()).flatMap(List::stream).toList();
  }

  private static List<Row> arrows() {
    return List.of(
        body(
            LIMITER + "algorithm/A.java",
            "4: algorithm may not import the root package, see Arrows.LIMITER",
            "  io.tallygate.limiter.Call call;"),
        body(
            LIMITER + "clock/A.java",
            "4: clock may not import policy, see Arrows.LIMITER",
            "  io.tallygate.limiter.policy.Limit limit;"),
        row(
            LIMITER + "table/A.java",
            "2: table may not import header, see Arrows.LIMITER",
            """
            package io.tallygate.limiter.table;
            import static io.tallygate.limiter.header.HeaderFields.LIMIT;
            /** A. */
            class A {}
            """),
        row(
            LIMITER + "A.java",
            "2: the root package may not import match, see Arrows.LIMITER",
            """
            package io.tallygate.limiter;
            import io.tallygate.limiter.match.*;
            /** A. */
            class A {}
            """),
        body(
            LIMITER + "brandnew/A.java",
            "1: package has no arrows yet, see Arrows.LIMITER: io.tallygate.limiter.brandnew",
            ""),
        body(
            POLICY + "A.java",
            "4: policy may not import gateway, see Arrows.MODULES",
            "  io.tallygate.gateway.key.ApiKey key;"),
        row(
            "gateway/src/main/java/io/tallygate/gateway/key/A.java",
            "2: key may not import database, see Arrows.GATEWAY",
            """
            package io.tallygate.gateway.key;
            import io.tallygate.gateway.database.Database;
            /** A. */
            class A {}
            """),
        row(
            "sandbox/src/main/java/io/tallygate/sandbox/store/A.java",
            "2: store may not import file, see Arrows.SANDBOX",
            """
            package io.tallygate.sandbox.store;
            import io.tallygate.sandbox.file.Disk;
            /** A. */
            class A {}
            """),
        body(
            TESTS + "A.java",
            "4: limiter may not import policy, see Arrows.MODULES",
            "  io.tallygate.policy.Gate gate;"),
        row(
            LIMITER + "A.java",
            "2: limiter has no dependencies, it may not import org.slf4j.Logger",
            """
            package io.tallygate.limiter;
            import org.slf4j.Logger;
            /** A. */
            class A {}
            """),
        row(
            GATEWAY + "A.java",
            "1: package must start with io.tallygate.gateway: io.tallygate.limiter.gate",
            "package io.tallygate.limiter.gate;\n/** A. */\nclass A {}\n"));
  }

  private static List<Row> sizes() {
    return List.of(
        body(
            GATEWAY + "A.java",
            "4: method must have at most 60 lines: A.run=61",
            "  void run() {\n" + "    run();\n".repeat(59) + "  }"),
        body(
            GATEWAY + "A.java",
            "4: method must have at most 4 parameters: A.run=5",
            "  void run(int a, int b, int c, int d, int e) {}"),
        body(
            GATEWAY + "A.java",
            "4: method must have at most 4 parameters: A.new=5",
            "  A(int a, int b, int c, int d, int e) {}"),
        body(
            GATEWAY + "A.java",
            "4: record must have at most 6 components: B=7",
            "  record B(int a, int b, int c, int d, int e, int f, int g) {}"),
        body(
            GATEWAY + "A.java",
            "4: boolean parameter, take an enum that says which: A.run",
            "  void run(boolean fast) {}"),
        row(
            GATEWAY + "A.java",
            "1: file must have at most 400 lines, part it: lines=401",
            "package io.tallygate.gateway;\n/** A. */\nclass A {}\n" + "\n".repeat(398)),
        row(
            "tallygate",
            "2: line must have at most 100 characters: length=101",
            "#!/bin/sh\n" + "#".repeat(101) + "\n"));
  }

  private static List<Row> bans() {
    return List.of(
        body(
            GATEWAY + "A.java",
            "4: System.nanoTime is banned, take a Ticker",
            "  long now = System.nanoTime();"),
        body(
            GATEWAY + "A.java",
            "4: java.time.Instant.now is banned, take a Ticker",
            "  Object now = java.time.Instant.now();"),
        body(
            TESTS + "ATest.java",
            "4: System.currentTimeMillis is banned, take a Ticker",
            "  java.util.function.LongSupplier now = System::currentTimeMillis;"),
        body(
            TESTS + "AIT.java",
            "4: Thread.sleep is banned, move a Ticker by hand, or wait for what happens",
            "  void run() throws Exception { Thread.sleep(1); }"),
        body(
            GATEWAY + "A.java",
            "4: System.out is banned, return the text, only the command prints",
            "  void run() { System.out.println(); }"),
        body(
            GATEWAY + "A.java",
            "4: System.exit is banned, throw, only the command ends",
            "  void run() { System.exit(1); }"),
        body(
            LIMITER + "A.java",
            "4: System.getenv is banned, take a config record, only the command reads the"
                + " environment",
            "  Object home = System.getenv(\"HOME\");"),
        body(
            TESTS + "ATest.java",
            "4: @Disabled is banned, fix the test or delete it",
            "  @Disabled void run() {}"),
        body(
            TESTS + "ATest.java",
            "4: @EnabledOnOs is banned, fix the test or delete it",
            "  @EnabledOnOs void run() {}"),
        body(
            TESTS + "ATest.java",
            "4: assumeTrue is banned, tag the test needs-NAME, so that ./test says what did not"
                + " run",
            "  void run() { assumeTrue(false); }"),
        body(
            TESTS + "ATest.java",
            "4: org.mockito is banned, use the real thing, on port 0",
            "  org.mockito.Mockito mockito;"),
        body(
            TESTS + "ATest.java",
            "4: ./test has no row for the tag needs-apache",
            "  @Tag(\"needs-apache\") void run() {}"));
  }

  private static List<Row> names() {
    return List.of(
        body(
            TESTS + "ATest.java",
            "4: test must be subject_condition_result: works",
            "  @Test void works() {}"),
        body(
            GATEWAY + "KeyManager.java",
            "3: type must be named by what sets it apart: KeyManager",
            ""),
        body(
            GATEWAY + "AbstractStep.java",
            "3: type must be named by what sets it apart: AbstractStep",
            ""),
        body(
            GATEWAY + "A.java",
            "4: method must not start with get: getName",
            "  String getName() { return \"\"; }"),
        body(
            GATEWAY + "A.java",
            "1: no test bears the invariant's name: a_isB",
            "  /* Invariants (the test of each has its name):\n   *   a_isB\n   */"),
        row(
            GATEWAY + "A.java",
            "2: file must open with a sentence that says what it is",
            "package io.tallygate.gateway;\nclass A {}\n"),
        body(GATEWAY + "util/A.java", "1: package must be a noun of the domain: util", ""),
        row(
            GATEWAY + "package-info.java",
            "1: package must be @NullMarked",
            "/** The server. */\npackage io.tallygate.gateway;\n"),
        new Row(
            GATEWAY + "bare/A.java",
            "gateway/src/main/java/io/tallygate/gateway/bare:1: package has no package-info.java:"
                + " io.tallygate.gateway.bare",
            "package io.tallygate.gateway.bare;\n/** A. */\nclass A {}\n"));
  }

  private static List<Row> texts() {
    return List.of(
        row("docs/a.md", "1: do it or drop it: TODO", "TODO write this\n"),
        row(
            "docs/a.md",
            "1: a path of somebody's machine: /home/anna",
            "Look into `/home/anna/tallygate`.\n"),
        row("docs/a.md", "2: link leads nowhere: not-there.md", "# A\n[a](not-there.md)\n"),
        row("docs/a.md", "1: link leads nowhere: ../there.md", "[a](../there.md)\n"),
        row("docs/a.md", "1: no such heading: there.md#other", "[a](there.md#other)\n"),
        row("docs/a.md", "2: no such heading: #b", "# A\n[a](#b)\n"));
  }

  static List<Row> goodRows() {
    return List.of(
        body(
            LIMITER + "header/A.java",
            "",
            "  io.tallygate.limiter.Decision decision;\n  java.util.List<String> names;"),
        body(LIMITER + "clock/Ticker.java", "", "  long now = System.nanoTime();"),
        body(COMMAND + "A.java", "", "  void run() { System.err.println(System.getenv()); }"),
        body(TESTS + "AIT.java", "", "  long now = System.currentTimeMillis();"),
        body(
            GATEWAY + "A.java",
            "",
            """
              // System.nanoTime() and Thread.sleep(1) in a comment
              String text = "System.nanoTime() in a text";
              record B(int a, int b, int c, int d, int e, boolean f) {
                B(int a, int b, int c, int d, int e, boolean f) { this.a = a; }
              }
              @Override public void given(int a, int b, int c, int d, boolean e) {}
            """),
        body(GATEWAY + "A.java", "", "  void run() {\n" + "    run();\n".repeat(58) + "  }"),
        body(
            TESTS + "ATest.java",
            "",
            """
              @Test void decide_costOverBurst_isRefused() {}
              @Test void clock_neverGoesBack() {}
              @Tag("needs-nginx") @ParameterizedTest
              void a_b(int a, int b, int c, int d, int e) {}
            """),
        row("docs/a.md", "", "[a](there.md#a-thing) [b](#b) [c](https://example.com/x)\n\n# B\n"),
        row("docs/a.md", "", "`[a](no.md)`\n\n```text\n[a](no.md)\n```\nGET /v1/home/{id}\n"));
  }
}
