package io.tallygate.bench.callers;

import io.tallygate.bench.kept.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What a call costs that no limit holds up: {@link OneCall} by JMH. */
final class Overhead {

  static final String TIME = "time of a call without contention";
  static final String BYTES = "memory of a call without contention";
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private Overhead() {}

  static List<Line> measure(int forks) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(OneCall.class.getName() + ".call")
                    .forks(forks)
                    .warmupIterations(4)
                    .warmupTime(TimeValue.milliseconds(1_000))
                    .measurementIterations(3)
                    .measurementTime(TimeValue.milliseconds(1_000))
                    .addProfiler(GCProfiler.class)
                    .jvmArgs("-Xms512m", "-Xmx512m")
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    List<Line> lines = new ArrayList<>();
    for (RunResult result : results) {
      String peer = OneCall.Client.valueOf(result.getParams().getParam("client")).label();
      lines.add(line(TIME, "ns", peer, values(result)));
      lines.add(line(BYTES, "B", peer, bytes(result)));
    }
    return lines;
  }

  private static double[] values(RunResult result) {
    return result.getBenchmarkResults().stream()
        .flatMap(fork -> fork.getIterationResults().stream())
        .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
        .toArray();
  }

  private static double[] bytes(RunResult result) {
    return result.getBenchmarkResults().stream()
        .flatMap(fork -> fork.getIterationResults().stream())
        .mapToDouble(
            iteration ->
                Objects.requireNonNull(iteration.getSecondaryResults().get(ALLOCATED)).getScore())
        .toArray();
  }

  private static Line line(String figure, String unit, String peer, double[] values) {
    Arrays.sort(values);
    double median = values[values.length / 2];
    return new Line(figure, unit, peer, median, values[0], values[values.length - 1]);
  }
}
