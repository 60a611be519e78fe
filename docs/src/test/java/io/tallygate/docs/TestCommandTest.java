package io.tallygate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.docs.ScriptProject.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script ./test, beside stand-ins for Maven, JDKs and the programs that tests need. */
final class TestCommandTest {

  private static final String MAVEN =
      """
      #!/bin/sh
      if [ "$1" = --version ]; then
        exit
      fi
      echo "$JAVA_HOME $*" >>calls
      echo "[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0"
      echo "[INFO] Tallygate 0.1.0-SNAPSHOT ............... SUCCESS [  0.001 s]"
      echo "[INFO] Tallygate limiter ...................... SUCCESS [ 12.345 s]"
      echo "[INFO] Tallygate docs ......................... SUCCESS [01:02 min]"
      if [ -f broken ]; then
        echo "[ERROR] io.tallygate.docs.SomeTest.some_case_fails -- Time elapsed: 1 s <<< FAILURE!"
        exit 1
      fi
      """;

  private static final List<String> PROGRAMS =
      List.of(
          "node",
          "npm",
          "nginx",
          "chromium",
          "curl",
          "ffmpeg",
          "ffprobe",
          "espeak-ng",
          "prlimit",
          "promtool",
          "python3");

  @TempDir Path temp;
  private ScriptProject project;

  @BeforeEach
  void layOut() throws IOException {
    project = new ScriptProject(temp, "test");
    project.write("mvnw", MAVEN);
    project.writeJdk("a17", "17.0.15");
    project.writeJdk("b25", "25.0.3");
    for (String program : PROGRAMS) {
      project.writeProgram(program, "#!/bin/sh\n");
    }
    project.write("postgresql/15/bin/postgres", "#!/bin/sh\n");
    project.write("python3/dist-packages/skimage/data/coffee.png", "");
  }

  private List<String> calls() throws IOException {
    Path calls = project.folder().resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  private String jdk(String name) {
    return project.jdks().resolve(name).toString();
  }

  @Test
  void test_nothingMissing_verifiesOn17() throws Exception {
    Result result = project.run();
    assertThat(calls()).containsExactly(jdk("a17") + " -B -ntp -fae verify -DexcludedGroups=long");
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("Tests run: 3")
        .endsWith(
            """
            time per module:
              limiter           12.345 s    SUCCESS
              docs               01:02 min  SUCCESS
            all that ran passed
            """);
  }

  @Test
  void test_all_runsUnitTestsAgainOn25() throws Exception {
    Result result = project.run("--all");
    assertThat(calls())
        .containsExactly(
            jdk("a17") + " -B -ntp -fae verify -DexcludedGroups=long",
            jdk("a17")
                + " -B -ntp -fae -Dquick -Djvm="
                + jdk("b25")
                + "/bin/java test -DexcludedGroups=long");
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("time per module, again on JDK 25:\n  limiter ");
  }

  @Test
  void test_long_leavesNothingOut_andDoesMore() throws Exception {
    project.run("--long");
    assertThat(calls())
        .containsExactly(
            jdk("a17")
                + " -B -ntp -fae verify -Dtokens=1000000 -Dpaths=1000000 -Dcalls=1000000"
                + " -Dmegabytes=2048 -Dspellings=60000 -Ddecisions=30000000 -Dmixed=600"
                + " -Dstress=1500000 -Dkills=1000 -Ddeaths=10000 -Dswitches=5 -Dlives=1000000"
                + " -DexcludedGroups=none",
            jdk("a17") + " -B -ntp -Dquick -Pjcstress -pl limiter test-compile exec:exec@jcstress");
  }

  @Test
  void test_mavenFails_fails() throws Exception {
    project.write("broken", "");
    Result result = project.run();
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .endsWith("\nfailed test: io.tallygate.docs.SomeTest.some_case_fails\nfailed\n");
  }

  @Test
  void test_somethingMissing_leavesItOutAndSaysSo() throws Exception {
    removeProgram("chromium");
    writeTaggedTests();
    Result result = project.run();
    assertThat(calls())
        .containsExactly(jdk("a17") + " -B -ntp -fae verify -DexcludedGroups=needs-chromium,long");
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .endsWith(
            """
            not run: needs-chromium (3 tests): apt-get install chromium
            all that ran passed
            """);
  }

  @Test
  void test_programsOfTheSandboxMissing_leavesTheirTestsOut() throws Exception {
    removeProgram("ffprobe");
    removeProgram("espeak-ng");
    Files.delete(project.folder().resolve("python3/dist-packages/skimage/data/coffee.png"));
    Result result = project.run("--no-install");
    assertThat(calls())
        .containsExactly(
            jdk("a17")
                + " -B -ntp -fae verify"
                + " -DexcludedGroups=needs-ffmpeg,needs-espeak,needs-photographs,long");
    assertThat(result.out())
        .contains("not run: needs-ffmpeg (0 tests): apt-get install ffmpeg\n")
        .contains("not run: needs-espeak (0 tests): apt-get install espeak-ng\n")
        .contains("not run: needs-photographs (0 tests): apt-get install python3-skimage\n");
  }

  @Test
  void test_all_somethingMissing_runsTheRestAndFails() throws Exception {
    removeProgram("chromium");
    Result result = project.run("--all", "--no-install");
    assertThat(calls()).hasSize(2);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .endsWith("not run: needs-chromium (0 tests): apt-get install chromium\nfailed\n");
  }

  @Test
  void test_all_pythonIndexAway_isSaidAndNoFailure() throws Exception {
    removeProgram("python3");
    Result result = project.run("--all", "--no-install");
    assertThat(calls().get(0)).endsWith(" -DexcludedGroups=needs-pypi,long");
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .endsWith(
            """
            not run: needs-pypi (0 tests): apt-get install python3-venv python3-pip
            all that ran passed
            """);
  }

  @Test
  void test_no25_namesIt_andOnlyAllFails() throws Exception {
    Files.delete(project.jdks().resolve("b25/bin/java"));
    Result plain = project.run();
    assertThat(plain.code()).isZero();
    assertThat(plain.out()).contains("\nnot run: needs-jdk25 ").contains("adoptium.net\n");
    assertThat(calls()).hasSize(1);
    assertThat(project.run("--all").code()).isEqualTo(1);
    assertThat(calls()).hasSize(2);
  }

  @Test
  void missing_aptAndRoot_isInstalledAfterSayingSo() throws Exception {
    removeProgram("chromium");
    project.writeProgram("id", "#!/bin/sh\necho 0\n");
    Path bin = project.jdks().resolve("../bin").normalize();
    project.writeProgram(
        "apt-get",
        """
        #!/bin/sh
        echo "$*" >>apt-calls
        if [ "$1" = install ]; then
          echo '#!/bin/sh' >%s/chromium
          chmod +x %s/chromium
        fi
        """
            .formatted(bin, bin));
    Result result = project.run();
    assertThat(result.out())
        .startsWith("missing: chromium; installing with: apt-get install (log: target/apt.log)\n")
        .endsWith("all that ran passed\n");
    assertThat(project.folder().resolve("apt-calls"))
        .hasContent("update\ninstall -y --no-install-recommends chromium");
    assertThat(calls()).containsExactly(jdk("a17") + " -B -ntp -fae verify -DexcludedGroups=long");
  }

  @Test
  void argument_unknown_isRefused() throws Exception {
    Result result = project.run("--fast");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).isEqualTo("unknown argument: --fast; see ./test --help\n");
    assertThat(calls()).isEmpty();
  }

  @Test
  void help_namesWhatTestsNeed() throws Exception {
    Result result = project.run("--help");
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("--all", "--long", "nginx       nginx-light", "chromium");
  }

  private void removeProgram(String name) throws IOException {
    Files.delete(project.jdks().resolve("../bin/" + name).normalize());
  }

  /** Two tests tagged one by one, and a class of one more. */
  private void writeTaggedTests() throws IOException {
    String tag = "@Tag(\"needs-chromium\")";
    project.write(
        "gateway/src/test/java/ATest.java",
        "class ATest {\n  %s\n  @Test\n  %s\n  @ParameterizedTest\n  @Test\n}\n"
            .formatted(tag, tag));
    project.write(
        "gateway/src/test/java/BIT.java", tag + "\nclass BIT {\n  @Test\n  void a() {}\n}\n");
  }
}
