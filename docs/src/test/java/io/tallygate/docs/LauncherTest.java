package io.tallygate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.docs.ScriptProject.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script ./tallygate, beside stand-ins for Maven and JDKs. */
final class LauncherTest {

  private static final String MAVEN =
      """
      #!/bin/sh
      if [ "$1" = --version ]; then
        echo "wrapper speaks"
        [ ! -f "$0.dead" ] || exit 1
        exit
      fi
      cd "$(dirname "$0")/../project"
      echo "$*" >>calls
      echo "[INFO] Building Tallygate 0.1.0-SNAPSHOT   [1/2]"
      echo "[INFO] Building Tallygate limiter 0.1.0-SNAPSHOT   [2/2]"
      sleep 0.3
      if [ -f broken ]; then
        echo "[ERROR] broken"
        exit 1
      fi
      mkdir -p command/target
      echo jar >command/target/tallygate.jar
      """;

  @TempDir Path temp;
  private ScriptProject project;

  @BeforeEach
  void layOut() throws IOException {
    project = new ScriptProject(temp, "tallygate");
    project.write("mvnw", MAVEN);
    project.write("pom.xml", "");
    for (String module : List.of("limiter", "policy", "gateway", "command")) {
      project.write(module + "/pom.xml", "");
      project.write(module + "/src/main/A.java", "");
    }
    project.writeJdk("jdk-17", "17.0.15");
    backdateSources();
  }

  /** So that the jar, which gets the time of the build's start, is newer. */
  private void backdateSources() throws IOException {
    try (var files = Files.walk(project.folder())) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, ago(Duration.ofMinutes(5)));
      }
    }
  }

  private FileTime ago(Duration age) throws IOException {
    // A file just written is as good as a clock.
    Path now = Files.writeString(temp.resolve("now"), "");
    return FileTime.from(Files.getLastModifiedTime(now).toInstant().minus(age));
  }

  private List<String> builds() throws IOException {
    Path calls = project.folder().resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  @Test
  void start_freshClone_buildsThenRuns() throws Exception {
    Result result = project.run("demo", "--hour", "20s", "a b");
    assertThat(result.err())
        .isEqualTo("building tallygate (first start; about 2 minutes) ...\n  limiter\n");
    assertThat(result.out())
        .startsWith("jdk-17 pid=" + result.pid() + " -XX:+UseSerialGC ")
        .endsWith("command/target/tallygate.jar demo --hour 20s a b\n");
    assertThat(result.code()).as("java's exit code").isEqualTo(7);
    assertThat(builds()).hasSize(1);
    assertThat(project.folder().resolve("target/build.lock")).doesNotExist();
  }

  @Test
  void start_built_onlyRuns() throws Exception {
    project.run();
    Result result = project.run("--version");
    assertThat(result.err()).isEmpty();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void start_sourceChanged_buildsAgain() throws Exception {
    project.run();
    project.write("policy/src/main/B.java", "");
    assertThat(project.run().err()).startsWith("building tallygate (its sources changed) ...");
    assertThat(builds()).hasSize(2);
  }

  @Test
  void start_sourceDeleted_buildsAgain() throws Exception {
    project.run();
    Files.delete(project.folder().resolve("policy/src/main/A.java"));
    project.run();
    assertThat(builds()).hasSize(2);
  }

  @Test
  void build_leftoverOfADeletedSource_isNotPacked() throws Exception {
    Path leftover = project.write("policy/target/classes/Old.class", "");
    project.run();
    assertThat(leftover).doesNotExist();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void start_throughLinkFromElsewhere_findsItsHome() throws Exception {
    Path link = temp.resolve("elsewhere/tg");
    Files.createDirectories(temp.resolve("elsewhere"));
    Files.createSymbolicLink(link, Path.of("../project/tallygate"));
    Result result = ScriptProject.end(project.start(List.of(link.toString(), "x")), "input");
    assertThat(result.out()).endsWith("/project/command/target/tallygate.jar x\ninput");
  }

  @Test
  void start_ownOptions_standBehindOurs() throws Exception {
    project.set("TALLYGATE_JAVA_OPTS", "-Xmx1g -Da=b");
    assertThat(project.run().out()).containsPattern(" -Xmx512m .* -Xmx1g -Da=b -jar ");
  }

  @Test
  void build_fails_showsTheEndOfItsLog() throws Exception {
    project.write("broken", "");
    Result result = project.run();
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("the build failed; the end of ", "  [ERROR] broken\n");
    assertThat(result.out()).isEmpty();
    Files.delete(project.folder().resolve("broken"));
    assertThat(project.run().code()).isEqualTo(7);
  }

  @Test
  void build_wrapperCannotFetch_takesMavenOfThePath() throws Exception {
    project.write("mvnw.dead", "");
    project.writeProgram("mvn", MAVEN);
    Result result = project.run();
    assertThat(result.err())
        .contains("the Maven wrapper could not fetch Maven; taking ", "/bin/mvn");
    assertThat(result.code()).isEqualTo(7);
  }

  @Test
  void build_noMavenAtAll_saysTheWayOut() throws Exception {
    project.write("mvnw.dead", "");
    Result result = project.run();
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("no mvn is on the PATH:\n  wrapper speaks\n", "apt-get");
  }

  @Test
  void jdk_none_saysHowToGetOne() throws Exception {
    project.set("JAVA_HOME", "/nonexistent");
    for (String file : List.of("release", "bin/java")) {
      Files.delete(project.jdks().resolve("jdk-17").resolve(file));
    }
    Result result = project.run();
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains(
            "needs a JDK 17 or later (JAVA_HOME is /nonexistent)", "apt-get", "brew", "https");
    assertThat(builds()).isEmpty();
  }

  @Test
  void jdk_tooOldInJavaHome_isPassedOver() throws Exception {
    project.writeJdk("jdk-11", "11.0.2");
    project.set("JAVA_HOME", project.jdks().resolve("jdk-11").toString());
    assertThat(project.run().out()).startsWith("jdk-17 ");
  }

  @Test
  void jdk_inJavaHome_isTaken() throws Exception {
    project.writeJdk("jdk-25", "25");
    project.set("JAVA_HOME", project.jdks().resolve("jdk-25").toString());
    assertThat(project.run().out())
        .startsWith("jdk-25 ")
        .contains(" --sun-misc-unsafe-memory-access=allow ");
    project.set("JAVA_HOME", project.jdks().resolve("jdk-17").toString());
    assertThat(project.run().out()).startsWith("jdk-17 ").doesNotContain("--sun-misc-unsafe");
  }

  @Test
  void jdk_withoutReleaseFile_isAsked() throws Exception {
    Files.delete(project.jdks().resolve("jdk-17/release"));
    assertThat(project.run().out()).startsWith("jdk-17 ");
  }

  @Test
  void firstStarts_atTheSameTime_buildOnce() throws Exception {
    List<Process> starts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      starts.add(project.start(List.of(project.folder().resolve("tallygate").toString())));
    }
    for (Process start : starts) {
      assertThat(ScriptProject.end(start, "").code()).isEqualTo(7);
    }
    assertThat(builds()).hasSize(1);
  }

  @Test
  void lock_ofADeadProcess_isTakenOver() throws Exception {
    Process dead = project.start(List.of("sh", "-c", "uname -n"));
    String host = ScriptProject.end(dead, "").out().strip();
    project.write("target/build.lock/owner", host + " " + dead.pid() + "\n");
    assertThat(project.run().code()).isEqualTo(7);
    assertThat(project.folder().resolve("target/build.lock")).doesNotExist();
  }

  @Test
  void lock_withoutOwner_isTakenOverAfterAMinute() throws Exception {
    Path lock = Files.createDirectories(project.folder().resolve("target/build.lock"));
    Files.setLastModifiedTime(lock, ago(Duration.ofMinutes(3)));
    assertThat(project.run().code()).isEqualTo(7);
  }

  @Test
  void lock_ofALiveProcess_isWaitedFor() throws Exception {
    Process other = project.start(List.of("sh", "-c", "uname -n; cat"));
    String host = other.inputReader().readLine();
    Path owner = project.write("target/build.lock/owner", host + " " + other.pid() + "\n");
    Process start = project.start(List.of(project.folder().resolve("tallygate").toString()));
    assertThat(start.errorReader().readLine())
        .isEqualTo("another start is building tallygate; waiting for it ...");
    assertThat(builds()).isEmpty();
    Files.delete(owner);
    Files.delete(project.folder().resolve("target/build.lock"));
    assertThat(ScriptProject.end(start, "").code()).isEqualTo(7);
    other.getOutputStream().close();
  }
}
