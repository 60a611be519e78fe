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

/** Runs contestants one after another before one gateway; all are processes of their own. */
final class Race implements AutoCloseable {

  private static final long START_MILLIS = 300; // until all processes have heard of it
  private static final List<String> JVM =
      List.of("-Xmx256m", "-Dslf4j.internal.verbosity=ERROR", "-Dsun.net.httpserver.nodelay=true");

  private final Course course;
  private final Running gateway;
  private final int port;

  Race(Course course) throws IOException {
    this.course = course;
    this.gateway = Running.start(GatewayProcess.class, course.hour().toString());
    this.port = Integer.parseInt(gateway.line());
  }

  /** A process and its output. */
  private record Running(Process process, BufferedReader lines, Writer input)
      implements AutoCloseable {

    static Running start(Class<?> main, String... args) throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(JVM);
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
      command.addAll(Arrays.asList(args));
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return new Running(
          process,
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)),
          new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    String line() throws IOException {
      String line = lines.readLine();
      if (line == null) {
        throw new IOException("process must answer: command=" + process.info().command());
      }
      return line;
    }

    void say(String line) throws IOException {
      input.write(line + "\n");
      input.flush();
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  Observed run(Contestant contestant) throws IOException {
    List<Running> callers = new ArrayList<>();
    int failed = 0;
    long start;
    try {
      for (int i = 0; i < course.processes(); i++) {
        callers.add(
            Running.start(
                CallerProcess.class,
                contestant.name(),
                "http://127.0.0.1:" + port + Course.PATH,
                Integer.toString(course.seconds()),
                Integer.toString(course.threads()),
                Long.toString(course.pauseNanos())));
      }
      for (Running caller : callers) {
        caller.line();
      }
      start = (System.currentTimeMillis() + START_MILLIS) / 1_000 * 1_000 + 1_000;
      for (Running caller : callers) {
        caller.say(Long.toString(start));
      }
      for (Running caller : callers) {
        failed += Integer.parseInt(caller.line().split(" ", 2)[1]);
      }
    } finally {
      callers.forEach(Running::close);
    }
    gateway.say(contestant.token());
    List<Integer> arrived = Observed.perSecond(millis(), start, course.seconds());
    List<Integer> admitted = Observed.perSecond(millis(), start, course.seconds());
    return new Observed(contestant, course, arrived, admitted, failed);
  }

  private long[] millis() throws IOException {
    String line = gateway.line();
    return line.isEmpty()
        ? new long[0]
        : Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  @Override
  public void close() {
    gateway.close();
  }
}
