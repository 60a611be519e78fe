package io.tallygate.sandbox.media;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the engines look for programs, and what they may take.
 *
 * @param programs folders in which programs are looked for, absolute; none for a machine without
 */
public record EngineSettings(Placeholders placeholders, List<Path> programs, Limits limits) {

  /** Whether a tool without a real engine makes a placeholder, or is absent. */
  public enum Placeholders {
    ON,
    OFF
  }

  public static final EngineSettings DEFAULT =
      new EngineSettings(
          Placeholders.ON,
          List.of(
              Path.of("/usr/local/bin"),
              Path.of("/usr/bin"),
              Path.of("/bin"),
              Path.of("/opt/homebrew/bin")),
          Limits.DEFAULT);

  public EngineSettings {
    programs = List.copyOf(programs);
  }

  public EngineSettings withPlaceholders(Placeholders value) {
    return new EngineSettings(value, programs, limits);
  }

  public EngineSettings withPrograms(List<Path> value) {
    return new EngineSettings(placeholders, value, limits);
  }

  public EngineSettings withLimits(Limits value) {
    return new EngineSettings(placeholders, programs, value);
  }
}
