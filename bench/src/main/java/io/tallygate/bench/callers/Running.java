package io.tallygate.bench.callers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A program of this class path in a process of its own, and its lines. */
public record Running(Process process, BufferedReader lines, Writer input)
    implements AutoCloseable {

  private static final List<String> JVM =
      List.of("-Xmx256m", "-Dslf4j.internal.verbosity=ERROR", "-Dsun.net.httpserver.nodelay=true");

  public static Running start(Class<?> main, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(Arrays.asList(args));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new Running(
        process,
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)),
        new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
  }

  public String line() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new IOException("process must answer: command=" + process.info().command());
    }
    return line;
  }

  public void say(String line) throws IOException {
    input.write(line + "\n");
    input.flush();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
