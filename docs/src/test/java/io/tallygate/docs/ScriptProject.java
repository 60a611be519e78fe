package io.tallygate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A folder in which one of the repository's scripts runs beside stand-ins for Maven and JDKs, and
 * sees nothing of this machine but the programs it is given.
 */
final class ScriptProject {

  private static final long PATIENCE_SECONDS = 30;

  private static final List<String> PROGRAMS =
      List.of(
          "sh",
          "awk",
          "cat",
          "chmod",
          "dirname",
          "env",
          "find",
          "grep",
          "id",
          "mkdir",
          "ps",
          "readlink",
          "rm",
          "rmdir",
          "sed",
          "sleep",
          "tail",
          "tee",
          "touch",
          "tr",
          "uname");

  /** What a run of the script left. */
  record Result(int code, String out, String err, long pid) {}

  private final Path folder;
  private final Path bin;
  private final Path jdks;
  private final String script;
  private final Map<String, String> environment = new HashMap<>();

  /** Copies the script; where it looks for JDKs it finds the stand-ins only. */
  ScriptProject(Path folder, String script) throws IOException {
    this.folder = Files.createDirectories(folder.resolve("project"));
    this.bin = Files.createDirectories(folder.resolve("bin"));
    this.jdks = Files.createDirectories(folder.resolve("jdks"));
    this.script = script;
    String text = Repository.here().read(script);
    String isolated =
        text.replaceAll("(?<!\")(/usr/lib/jvm|/opt|/usr/java|/Library)(?=/)", folder + "/nothing")
            .replace("/usr/libexec/java_home", folder + "/nothing/java_home")
            .replace("/usr/lib/postgresql/", this.folder + "/postgresql/")
            .replace("/usr/lib/python3/", this.folder + "/python3/")
            .replace(folder + "/nothing/*", jdks + "/*");
    assertThat(isolated).contains(jdks + "/*");
    write(script, isolated);
    for (String program : PROGRAMS) {
      // Not a link: JUnit warns of each that it deletes.
      write(bin.resolve(program), "#!" + find("sh") + "\nexec " + find(program) + " \"$@\"\n");
    }
    environment.put("PATH", bin.toString());
    environment.put("HOME", folder.toString());
  }

  private static Path find(String program) {
    for (String place : System.getenv("PATH").split(File.pathSeparator, -1)) {
      Path file = Path.of(place, program);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    throw new IllegalStateException("not on the PATH: " + program);
  }

  Path folder() {
    return folder;
  }

  Path jdks() {
    return jdks;
  }

  void set(String variable, String value) {
    environment.put(variable, value);
  }

  /** Writes an executable file of the project. */
  Path write(String path, String text) throws IOException {
    return write(folder.resolve(path), text);
  }

  /** Puts a program on the PATH. */
  void writeProgram(String name, String text) throws IOException {
    write(bin.resolve(name), text);
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.resolve("..").normalize());
    Files.deleteIfExists(file); // never write through a link to a program of this machine
    Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  /** A JDK whose java says its version, and else what it was called with. */
  void writeJdk(String name, String version) throws IOException {
    Path home = jdks.resolve(name);
    write(home.resolve("release"), "IMPLEMENTOR=\"A\"\nJAVA_VERSION=\"" + version + "\"\n");
    write(home.resolve("bin/javac"), "#!/bin/sh\n");
    write(
        home.resolve("bin/java"),
        """
        #!/bin/sh
        if [ "$1" = -version ]; then
          echo 'openjdk version "%s" 2026-01-01' >&2
          exit
        fi
        echo "%s pid=$$ $*"
        cat
        exit 7
        """
            .formatted(version, name));
  }

  Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.directory(folder.toFile()).start();
  }

  /** Runs the script to its end; its input is empty. */
  Result run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(folder.resolve(script).toString()));
    command.addAll(List.of(arguments));
    return end(start(command), "");
  }

  /** Waits for the end; a script that hangs is killed, and its code says so. */
  static Result end(Process process, String input) throws Exception {
    CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return new Result(process.exitValue(), out, err, process.pid());
  }
}
