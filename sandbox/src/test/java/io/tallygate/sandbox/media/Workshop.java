package io.tallygate.sandbox.media;

import io.tallygate.sandbox.media.Job.Input;
import io.tallygate.sandbox.media.image.Pictures;
import io.tallygate.sandbox.media.sound.Noises;
import io.tallygate.sandbox.media.sound.Wave;
import io.tallygate.sandbox.media.video.Film;
import io.tallygate.sandbox.media.video.JavaStudio;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs and their inputs, in a folder of the test. */
final class Workshop {

  static final EngineSettings NO_PROGRAMS = EngineSettings.DEFAULT.withPrograms(List.of());

  private final Path folder;
  private final Engines engines;
  private int jobs;

  Workshop(Path folder, EngineSettings settings) throws Exception {
    this.folder = folder;
    this.engines = Engines.all(settings);
  }

  Engines engines() {
    return engines;
  }

  List<Made> run(Tool tool, Map<String, Object> parameters, Input... inputs) throws Exception {
    return run(tool, parameters, 1, List.of(inputs));
  }

  List<Made> run(Tool tool, Map<String, Object> parameters, int results, List<Input> inputs)
      throws Exception {
    Path own = Files.createDirectory(folder.resolve("job" + jobs++));
    Job job = new Job(parameters, inputs, results, own, progress -> {});
    return engines.of(tool).orElseThrow().run(job);
  }

  Inspected inspect(Made made) throws Exception {
    return engines.inspector().inspectMade(made.file());
  }

  Input image(BufferedImage image) throws Exception {
    Path file = Files.createTempFile(folder, "image", ".png");
    Pictures.writePng(image, file);
    return new Input(file, MediaType.IMAGE);
  }

  Input sound(double seconds) throws Exception {
    Path file = Files.createTempFile(folder, "sound", ".wav");
    int count = (int) (seconds * Noises.RATE);
    Wave.write(Noises.placeholder(count), Noises.RATE, file);
    return new Input(file, MediaType.AUDIO);
  }

  Input film(Dimension size, double seconds) throws Exception {
    Path file = Files.createTempFile(folder, "film", ".mp4");
    Film film = new Film(size, (int) (seconds * 8), seconds, Drawings::frame, Optional.empty());
    new JavaStudio().write(film, file);
    return new Input(file, MediaType.VIDEO);
  }
}
