package io.tallygate.sandbox.media;

import io.tallygate.sandbox.media.EngineSettings.Placeholders;
import io.tallygate.sandbox.media.image.Cutout;
import io.tallygate.sandbox.media.program.Bounds;
import io.tallygate.sandbox.media.program.Programs;
import io.tallygate.sandbox.media.sound.Espeak;
import io.tallygate.sandbox.media.video.Ffmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The engine of each tool, by what is installed, and what else reads media. Immutable. */
public final class Engines {

  private final Map<Tool, Engine> engines = new EnumMap<>(Tool.class);
  private final Voices voices;
  private final Inspector inspector;
  private final Previews previews;

  private Engines(EngineSettings settings, Optional<Ffmpeg> ffmpeg, Optional<Espeak> espeak) {
    Limits limits = settings.limits();
    voices = Voices.of(espeak);
    inspector = new Inspector(ffmpeg, limits);
    Intake intake = new Intake(inspector, limits);
    previews = new Previews(intake, ffmpeg);
    List<Engine> all = new ArrayList<>();
    CardEngines cards = new CardEngines(intake, ffmpeg);
    SoundEngines sounds = new SoundEngines(voices, espeak, settings.placeholders());
    PictureEngines pictures = new PictureEngines(intake);
    Cutout cutout = new Cutout();
    Optional<FilmEngines> films = ffmpeg.map(it -> new FilmEngines(intake, it));
    all.add(cards.image());
    all.add(cards.clip());
    all.add(sounds.speech());
    all.add(sounds.effect());
    all.add(cards.avatar());
    all.add(pictures.vectorize());
    all.add(
        new WithOpenCv(
            pictures.removeBackground(cutout), cards.imageOf(Tool.REMOVE_IMAGE_BACKGROUND)));
    Engine film = cards.filmOf(Tool.REMOVE_VIDEO_BACKGROUND);
    all.add(
        films.<Engine>map(it -> new WithOpenCv(it.removeBackground(cutout), film)).orElse(film));
    all.add(pictures.upscale());
    all.add(films.map(FilmEngines::upscale).orElseGet(() -> cards.filmOf(Tool.UPSCALE_VIDEO)));
    for (Engine engine : all) {
      if (settings.placeholders() == Placeholders.ON || !isPlaceholder(engine)) {
        engines.put(engine.tool(), new Bounded(engine, limits.jobTime()));
      }
    }
  }

  /**
   * Loads OpenCV only when it is needed, for that takes longer than all else at the start.
   *
   * @param otherwise where there is none for this machine
   */
  private record WithOpenCv(Engine engine, Engine otherwise) implements Engine {

    @Override
    public Tool tool() {
      return engine.tool();
    }

    @Override
    public String name() {
      return engine.name();
    }

    @Override
    public String version() {
      return engine.version();
    }

    @Override
    public List<Made> run(Job job) throws MediaException, IOException, InterruptedException {
      return Cutout.isThere() ? engine.run(job) : otherwise.run(job);
    }
  }

  /**
   * Looks for programs, and asks each for its version.
   *
   * @throws IOException if there is no folder for what is temporary
   */
  public static Engines all(EngineSettings settings) throws IOException, InterruptedException {
    System.setProperty("java.awt.headless", "true"); // a server has no screen to ask for
    Limits limits = settings.limits();
    Bounds bounds = new Bounds(limits.jobTime(), limits.memoryBytes(), limits.fileBytesMax());
    Programs programs = new Programs(settings.programs(), bounds);
    Path folder = Files.createTempDirectory("tallygate-engines");
    try {
      return new Engines(
          settings,
          Ffmpeg.find(programs, folder, limits.pixelsMax()),
          Espeak.find(programs, folder));
    } finally {
      Folders.delete(folder);
    }
  }

  public static boolean isPlaceholder(Engine engine) {
    return engine.name().equals(Maker.PLACEHOLDER);
  }

  /** Absent only where it would make placeholders, and they are off. */
  public Optional<Engine> of(Tool tool) {
    return Optional.ofNullable(engines.get(tool));
  }

  /** In the order of {@link Tool}. */
  public List<Engine> list() {
    return List.copyOf(engines.values());
  }

  public Voices voices() {
    return voices;
  }

  public Inspector inspector() {
    return inspector;
  }

  public Previews previews() {
    return previews;
  }
}
