package io.tallygate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Dockerfile, as far as it can be tested without an engine. */
final class DockerfileIT {

  private static final Repository REPOSITORY = Repository.here();

  /** A line that ends with a backslash goes on with the next. */
  private static final List<String> LINES =
      REPOSITORY.read("Dockerfile").replace("\\\n", "").lines().toList();

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"");

  /** The places in the image, by the file that is copied there. */
  private static Map<String, String> copies() {
    Map<String, String> copies = new TreeMap<>();
    for (String line : LINES) {
      if (line.startsWith("COPY ")) {
        String[] words = line.split(" +", -1);
        assertThat(words).as("one file to one place: %s", line).hasSize(3);
        copies.put(words[1], words[2]);
      }
    }
    return copies;
  }

  private static List<String> entrypoint() {
    String line = LINES.stream().filter(it -> it.startsWith("ENTRYPOINT ")).findAny().orElseThrow();
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      words.add(word.group(1));
    }
    return words;
  }

  @Test
  void copiedFiles_afterABuild_exist() {
    assertThat(copies()).containsKey("command/target/tallygate.jar");
    for (String file : copies().keySet()) {
      Path path = REPOSITORY.root().resolve(file);
      assertThat(Files.isRegularFile(path)).as("%s: build first, ./tallygate", file).isTrue();
    }
  }

  @Test
  void entrypoint_withPathsOfThisMachine_runs() throws Exception {
    List<String> command = new ArrayList<>();
    for (String word : entrypoint()) {
      String file = word;
      for (Map.Entry<String, String> copy : copies().entrySet()) {
        file = file.equals(copy.getValue()) ? copy.getKey() : file;
      }
      command.add(file);
    }
    assertThat(command).contains("command/target/tallygate.jar").startsWith("java");
    command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--version");
    Process process =
        new ProcessBuilder(command)
            .directory(REPOSITORY.root().toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    assertThat(output).startsWith("tallygate ");
  }

  @Test
  void image_runsAsAUserWithoutRights() {
    int user = indexOf("USER ");
    assertThat(LINES.get(user)).isNotEqualTo("USER root");
    assertThat(user).isLessThan(indexOf("ENTRYPOINT "));
    assertThat(LINES).contains("EXPOSE 8080 8081", "VOLUME /data");
  }

  private static int indexOf(String start) {
    for (int i = 0; i < LINES.size(); i++) {
      if (LINES.get(i).startsWith(start)) {
        return i;
      }
    }
    throw new AssertionError("Dockerfile has no line " + start);
  }
}
