package io.tallygate.bench;

import io.tallygate.bench.callers.Callers;
import io.tallygate.bench.engine.Engine;
import io.tallygate.bench.watching.Watching;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** The command {@code bench/run}. */
public final class Bench {

  private Bench() {}

  public static void main(String[] args) throws RunnerException, IOException {
    List<String> options = List.of(args).subList(1, args.length);
    switch (args[0]) {
      case "engine" -> Engine.run(options, System.out);
      case "callers" -> Callers.run(options, System.out);
      case "watching" -> Watching.run(options, System.out);
      default -> throw new IllegalArgumentException("command must be engine, callers or watching");
    }
  }
}
