package io.tallygate.command;

import io.tallygate.limiter.clock.Ticker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/** The command inside the test: with an environment, a working folder and a clock of its own. */
record Cli(Map<String, String> environment, Path folder, Ticker ticker) {

  /** 2026-11-24T05:00:00Z. */
  static final long NOW_SECOND = 1_795_496_400;

  /** What a run left behind. */
  record Run(int exitCode, String out, String err) {}

  static Cli in(Path folder) {
    return new Cli(Map.of(), folder, new FixedTicker(NOW_SECOND));
  }

  Cli with(String variable, String value) {
    return new Cli(Map.of(variable, value), folder, ticker);
  }

  Surroundings surroundings() {
    return new Surroundings(environment, folder, ticker, "tester");
  }

  Run run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.command(surroundings())
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    return new Run(command.execute(args), out.toString(), err.toString());
  }

  /** What stands behind a word at the beginning of a line, up to the next space. */
  static String word(String lines, String name) {
    return lines
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length()).strip().split(" ", -1)[0])
        .findFirst()
        .orElseThrow();
  }

  /** A clock that stands still. */
  record FixedTicker(long wallSecond) implements Ticker {

    @Override
    public long monotonicNanos() {
      return 0;
    }

    @Override
    public long wallMicros() {
      return wallSecond * 1_000_000;
    }
  }
}
