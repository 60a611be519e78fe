package io.tallygate.sandbox.media.program;

import java.time.Duration;

/**
 * What one child process may use.
 *
 * @param time from its start to its end; also of the processor
 * @param memoryBytes of address space, held where prlimit is installed (Linux)
 * @param fileBytes of one file that it writes, held where prlimit is installed
 */
public record Bounds(Duration time, long memoryBytes, long fileBytes) {

  public Bounds {
    if (time.isNegative() || time.isZero() || memoryBytes <= 0 || fileBytes <= 0) {
      throw new IllegalArgumentException(
          "bounds must be positive: time=%s memoryBytes=%s fileBytes=%s"
              .formatted(time, memoryBytes, fileBytes));
    }
  }
}
