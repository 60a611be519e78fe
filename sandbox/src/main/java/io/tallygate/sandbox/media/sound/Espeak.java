package io.tallygate.sandbox.media.sound;

import static java.util.Objects.requireNonNull;

import io.tallygate.sandbox.media.program.Program;
import io.tallygate.sandbox.media.program.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Speech by espeak-ng, where it is installed. Thread-safe. */
public final class Espeak {

  private static final int WORDS_A_MINUTE = 175; // its own default
  private static final Pattern VERSION = Pattern.compile("text-to-speech: (\\S+)");

  // " 5  en-gb  --/M  English_(Great_Britain)  gmw/en  (en 2)"
  private static final Pattern ROW =
      Pattern.compile("\\s*\\d+\\s+([A-Za-z0-9-]+)\\s+\\S+?/([MF-])\\s+(\\S+)\\s+(\\S+).*");

  private final Program program;
  private final String version;
  private final List<Row> rows;

  private Espeak(Program program, String version, List<Row> rows) {
    this.program = program;
    this.version = version;
    this.rows = rows;
  }

  /** One of its voices, as it lists them. */
  public record Row(String language, String gender, String name, String file) {}

  /**
   * Looks for it and asks for its version and voices.
   *
   * @param folder to run in
   * @return nothing if it is not installed, or does not work
   */
  public static Optional<Espeak> find(Programs programs, Path folder) throws InterruptedException {
    Optional<Program> program = programs.find("espeak-ng");
    if (program.isEmpty()) {
      return Optional.empty();
    }
    try {
      Matcher version = VERSION.matcher(program.get().run(List.of("--version"), folder));
      List<Row> rows = new ArrayList<>();
      for (String line : program.get().run(List.of("--voices"), folder).lines().toList()) {
        Matcher row = ROW.matcher(line);
        if (row.matches()) {
          String name = row.group(3).replace('_', ' ');
          rows.add(new Row(row.group(1), row.group(2), name, row.group(4)));
        }
      }
      return rows.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Espeak(program.get(), version.find() ? version.group(1) : "unknown", rows));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  public String version() {
    return version;
  }

  public List<Row> rows() {
    return rows;
  }

  /**
   * Speaks into a WAV file.
   *
   * @param voice one of the rows' languages, or with a variant: {@code en-gb+f3}
   * @param speed 1 for its own
   */
  public void speak(String text, String voice, double speed, Path wav)
      throws IOException, InterruptedException {
    if (!voice.matches("[A-Za-z0-9-]+(\\+[A-Za-z0-9]+)?") || voice.startsWith("-")) {
      throw new IllegalArgumentException("not a voice of espeak-ng: voice=" + voice);
    }
    Path folder = requireNonNull(wav.toAbsolutePath().getParent(), "a file is in a folder");
    Path words = Files.createTempFile(folder, "words", ".txt");
    Files.writeString(words, text);
    try {
      program.run(
          List.of(
              "-v",
              voice,
              "-s",
              Long.toString(Math.round(WORDS_A_MINUTE * speed)),
              "-b",
              "1", // the text is UTF-8
              "-f",
              words.toAbsolutePath().toString(),
              "-w",
              wav.toAbsolutePath().toString()),
          folder);
    } finally {
      Files.deleteIfExists(words);
    }
  }
}
