package io.tallygate.docs;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Types the commands of a page into a shell and compares what it shows. Close it to stop the server
 * that a command left running.
 *
 * <p>{@code ./tallygate demo} and {@code serve} go on in the background once they have shown their
 * lines; the next of them, or the end, stops the one before by SIGTERM. What was shown goes into
 * later commands: the last key for {@code vg_key_…}, the last key's id for {@code
 * key_4mJx0Qb9TzLw}, and a server's ports for 8080 and 8081.
 */
final class ConsoleRun implements AutoCloseable {

  private static final Pattern SERVER = Pattern.compile("\\s*\\./tallygate (?:demo|serve)\\b.*");
  private static final Pattern SERVE = Pattern.compile("\\s*\\./tallygate serve\\b.*");
  private static final Pattern KEY = Pattern.compile("(?m)^key +(\\S+)");
  private static final Pattern ID = Pattern.compile("(?m)^id +(key_\\w+)");
  private static final Pattern GATEWAY =
      Pattern.compile("(?m)^gateway +http://127\\.0\\.0\\.1:(\\d+)");
  private static final Pattern ADMIN = Pattern.compile("(?m)^admin +http://127\\.0\\.0\\.1:(\\d+)");
  private static final Pattern KEY_MASK = Pattern.compile("\\b[tv]g_key_\\w*…");
  private static final Pattern ID_MASK = Pattern.compile("\\bkey_4mJx0Qb9TzLw\\b");

  /** What a command changes, a running server knows soon. */
  private static final Duration SEEN_WITHIN = Duration.ofMillis(300);

  private static final int KILLED_BY_TERM = 128 + 15;
  private static final String END = "\u0000"; // no line of text

  /**
   * Where and for how long commands run.
   *
   * @param folder the working directory
   * @param environment all of it: nothing is inherited
   * @param patience of one command, and of a server for its next line
   */
  record Shell(Path folder, Map<String, String> environment, Duration patience) {}

  private final ConsolePage page;
  private final Shell shell;
  private final Map<Pattern, String> words = new LinkedHashMap<>();
  private @Nullable Process server;

  ConsoleRun(ConsolePage page, Shell shell) {
    this.page = page;
    this.shell = shell;
  }

  /** Types all commands; throws an {@link AssertionError} at the first that shows other lines. */
  void typeAll() throws IOException, InterruptedException {
    boolean afterOurs = false;
    for (ConsolePage.Step step : page.steps()) {
      boolean isOurs = step.command().contains("./tallygate ");
      if (afterOurs && !isOurs) {
        LockSupport.parkNanos(SEEN_WITHIN.toNanos()); // nobody types faster
      }
      afterOurs = isOurs;
      if (SERVER.matcher(step.command()).matches()) {
        startServer(step);
      } else {
        type(step);
      }
    }
  }

  private void type(ConsolePage.Step step) throws IOException, InterruptedException {
    Path shown = Files.createTempFile("console", ".out");
    Path complaints = Files.createTempFile("console", ".err");
    try {
      Process process =
          start(withWords(step.command()))
              .redirectOutput(shown.toFile())
              .redirectError(complaints.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(shell.patience.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw differs(step, Files.readString(shown), "it did not end in " + shell.patience);
      }
      boolean failed = process.exitValue() != 0;
      String output = Files.readString(shown) + (failed ? Files.readString(complaints) : "");
      learn(output);
      if (!step.isShownBy(inLines(output))) {
        String why = "exit code " + process.exitValue();
        throw differs(step, output, why + "\n" + Files.readString(complaints));
      }
    } finally {
      Files.delete(shown);
      Files.delete(complaints);
    }
  }

  /** As a terminal shows it: a last line that is not ended is a line too. */
  private static String inLines(String output) {
    String lines = output.replace("\r\n", "\n");
    return lines.isEmpty() || lines.endsWith("\n") ? lines : lines + "\n";
  }

  private void startServer(ConsolePage.Step step) throws IOException, InterruptedException {
    stopServer();
    Path complaints = Files.createTempFile("console", ".err");
    try {
      Process process =
          start("exec " + withFreePorts(withWords(step.command().strip())))
              .redirectError(complaints.toFile())
              .start();
      server = process;
      process.getOutputStream().close();
      BlockingQueue<String> lines = linesOf(process);
      StringBuilder output = new StringBuilder();
      while (!step.isBegunBy(output.toString())) {
        String line = lines.poll(shell.patience.toSeconds(), TimeUnit.SECONDS);
        if (line == null || line.equals(END)) {
          String why = line == null ? "nothing more in " + shell.patience : "it ended";
          throw differs(step, output.toString(), why + "\n" + Files.readString(complaints));
        }
        output.append(line).append('\n');
      }
      learn(output.toString());
    } finally {
      Files.delete(complaints);
    }
  }

  /** What the process says, line by line, to its end, so that it never waits for a reader. */
  private static BlockingQueue<String> linesOf(Process process) {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    Thread thread =
        new Thread(
            () -> {
              reader.lines().forEach(lines::add);
              lines.add(END);
            },
            "console-reader");
    thread.setDaemon(true);
    thread.start();
    return lines;
  }

  private ProcessBuilder start(String command) {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", command);
    builder.directory(shell.folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(shell.environment);
    return builder;
  }

  /** Puts a text in the place of another in all later commands. */
  void replace(Pattern text, String by) {
    words.put(text, by);
  }

  private void learn(String output) {
    Map.of(KEY, KEY_MASK, ID, ID_MASK, GATEWAY, port(8080), ADMIN, port(8081))
        .forEach(
            (shown, mask) -> {
              Matcher found = shown.matcher(output);
              if (found.find()) {
                replace(mask, found.group(1));
              }
            });
  }

  private static Pattern port(int number) {
    return Pattern.compile("(?<=127\\.0\\.0\\.1:)" + number + "\\b");
  }

  private String withWords(String command) {
    String typed = command;
    for (Map.Entry<Pattern, String> word : words.entrySet()) {
      typed = word.getKey().matcher(typed).replaceAll(Matcher.quoteReplacement(word.getValue()));
    }
    return typed;
  }

  /** A demo looks for free ports by itself. */
  private String withFreePorts(String command) throws IOException {
    if (!SERVE.matcher(command).matches()) {
      return command;
    }
    try (ServerSocket gateway = new ServerSocket(0);
        ServerSocket admin = new ServerSocket(0)) {
      replace(port(8080), Integer.toString(gateway.getLocalPort()));
      replace(port(8081), Integer.toString(admin.getLocalPort()));
      return "%s --port %s --admin-port %s"
          .formatted(command, gateway.getLocalPort(), admin.getLocalPort());
    }
  }

  private AssertionError differs(ConsolePage.Step step, String output, String more) {
    return new AssertionError(
        page.path()
            + ":"
            + step.line()
            + ": shows other lines than the page\n\n$ "
            + step.command()
            + "\n\nthe page:\n"
            + String.join("\n", step.shown())
            + "\n\nshown:\n"
            + output
            + "\n"
            + more);
  }

  /** Stops the server, if one runs; it must end by itself when asked to. */
  private void stopServer() throws InterruptedException {
    Process running = server;
    server = null;
    if (running == null || !running.isAlive()) {
      return;
    }
    running.destroy();
    if (!running.waitFor(shell.patience.toSeconds(), TimeUnit.SECONDS)) {
      running.destroyForcibly();
      throw new AssertionError(page.path() + ": the server did not stop on SIGTERM");
    }
    int code = running.exitValue();
    if (code != 0 && code != KILLED_BY_TERM) {
      throw new AssertionError(page.path() + ": the server stopped with exit code " + code);
    }
  }

  @Override
  public void close() {
    Process running = server;
    try {
      stopServer();
    } catch (InterruptedException e) {
      if (running != null) {
        running.destroyForcibly();
      }
      Thread.currentThread().interrupt();
    }
  }
}
