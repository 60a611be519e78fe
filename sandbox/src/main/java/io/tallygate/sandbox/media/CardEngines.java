package io.tallygate.sandbox.media;

import io.tallygate.sandbox.media.Intake.Taken;
import io.tallygate.sandbox.media.image.Card;
import io.tallygate.sandbox.media.image.Card.Moment;
import io.tallygate.sandbox.media.image.Pictures;
import io.tallygate.sandbox.media.sound.Noises;
import io.tallygate.sandbox.media.sound.Wave;
import io.tallygate.sandbox.media.video.Ffmpeg;
import io.tallygate.sandbox.media.video.Ffmpeg.Source;
import io.tallygate.sandbox.media.video.Film;
import io.tallygate.sandbox.media.video.JavaStudio;
import io.tallygate.sandbox.media.video.Studio;
import java.awt.Dimension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Placeholders with pixels: cards that say what they stand for. */
final class CardEngines {

  private static final int PICTURE_SIDE_MAX = 1280;
  private static final int FILM_SIDE_MAX = 640;
  private static final int FRAMES_MAX = 300; // a long film has fewer a second
  private static final double CLIP_SECONDS = 4;
  private static final String JCODEC = "jcodec 0.2.5";

  private final Intake intake;
  private final Optional<Ffmpeg> ffmpeg;
  private final Studio studio;
  private final int framesPerSecond;
  private final String version;

  CardEngines(Intake intake, Optional<Ffmpeg> ffmpeg) {
    this.intake = intake;
    this.ffmpeg = ffmpeg;
    this.studio = ffmpeg.isPresent() ? ffmpeg.get() : new JavaStudio();
    this.framesPerSecond = ffmpeg.isPresent() ? 24 : 8;
    this.version = ffmpeg.map(it -> "ffmpeg " + it.version()).orElse(JCODEC);
  }

  Engine image() {
    return Maker.placeholder(Tool.GENERATE_IMAGE, "1", this::drawnImage);
  }

  Engine clip() {
    return Maker.placeholder(Tool.GENERATE_VIDEO_CLIP, version, this::drawnClip);
  }

  Engine avatar() {
    return Maker.placeholder(Tool.GENERATE_AVATAR, version, this::drawnAvatar);
  }

  /** In place of a tool that makes a picture of a picture. */
  Engine imageOf(Tool tool) {
    return Maker.placeholder(
        tool,
        "1",
        (job, index) -> {
          Taken taken = intake.take(job, MediaType.IMAGE);
          Dimension size = new Dimension(taken.what().width(), taken.what().height());
          return picture(job, index, size, card(tool, "", job, index));
        });
  }

  /** In place of a tool that makes a film of a film: as long, in its ratio. */
  Engine filmOf(Tool tool) {
    return Maker.placeholder(
        tool,
        version,
        (job, index) -> {
          Taken taken = intake.take(job, MediaType.VIDEO);
          Inspected what = taken.what();
          Dimension size = Parameters.inRatio(what.width(), what.height(), FILM_SIDE_MAX);
          Card card = card(tool, "", job, index);
          return film(job, index, card, new Scene(size, what.seconds(), Optional.empty()));
        });
  }

  private Made drawnImage(Job job, int index) throws MediaException, IOException {
    Parameters parameters = new Parameters(job.parameters());
    Card card = card(Tool.GENERATE_IMAGE, parameters.text("prompt"), job, index);
    return picture(job, index, parameters.size(PICTURE_SIDE_MAX), card);
  }

  private Made drawnClip(Job job, int index)
      throws MediaException, IOException, InterruptedException {
    Parameters parameters = new Parameters(job.parameters());
    Optional<Path> sound = Optional.empty();
    if (parameters.isTrue("generateAudio")) {
      Path wav = job.folder().resolve("sound-%03d.wav".formatted(index + 1));
      int count = (int) (CLIP_SECONDS * Noises.RATE);
      Wave.write(Noises.placeholder(count), Noises.RATE, wav);
      sound = Optional.of(wav);
    }
    Card card = card(Tool.GENERATE_VIDEO_CLIP, parameters.text("prompt"), job, index);
    Scene scene = new Scene(parameters.size(FILM_SIDE_MAX), CLIP_SECONDS, sound);
    return film(job, index, card, scene);
  }

  private Made drawnAvatar(Job job, int index)
      throws MediaException, IOException, InterruptedException {
    Parameters parameters = new Parameters(job.parameters());
    Taken taken = intake.take(job, MediaType.AUDIO);
    Optional<Path> sound = sound(taken, job);
    String text = "Presenter " + parameters.text("avatarPresenterId");
    Card card = card(Tool.GENERATE_AVATAR, text, job, index);
    Dimension size = new Dimension(FILM_SIDE_MAX, FILM_SIDE_MAX * 9 / 16);
    return film(job, index, card, new Scene(size, taken.what().seconds(), sound));
  }

  /** As WAV of 16 bits, which is all that a film's sound may be; nothing if it cannot be had. */
  private Optional<Path> sound(Taken taken, Job job) throws IOException, InterruptedException {
    if (ffmpeg.isPresent()) {
      Path wav = job.folder().resolve("sound.wav");
      ffmpeg.get().sound(new Source(taken.file(), taken.kind().demuxer()), wav);
      return Optional.of(wav);
    }
    return taken.kind() == Kind.WAV
            && Wave.header(taken.file()).filter(it -> it.bits() == 16).isPresent()
        ? Optional.of(taken.file())
        : Optional.empty();
  }

  private static Card card(Tool tool, String text, Job job, int index) {
    return new Card(
        tool.path().replace('-', ' '), text, "%s of %s".formatted(index + 1, job.results()));
  }

  private static Made picture(Job job, int index, Dimension size, Card card) throws IOException {
    Path file = Maker.file(job, index, "png");
    Pictures.writePng(card.draw(size.width, size.height), file);
    return made(file, MediaType.IMAGE, card);
  }

  private record Scene(Dimension size, double seconds, Optional<Path> sound) {}

  private Made film(Job job, int index, Card card, Scene scene)
      throws MediaException, IOException, InterruptedException {
    double seconds = Math.max(0.1, scene.seconds);
    if (seconds > intake.limits().secondsMax()) {
      throw new MediaException(
          "a film must last at most %s seconds".formatted(intake.limits().secondsMax()));
    }
    int frames = (int) Math.max(1, Math.min(FRAMES_MAX, Math.round(seconds * framesPerSecond)));
    double[] loudness = loudness(card, scene, frames);
    Film film =
        new Film(
            scene.size,
            frames,
            seconds,
            frame ->
                card.draw(
                    scene.size.width,
                    scene.size.height,
                    new Moment((double) frame / frames, loudness[frame])),
            scene.sound);
    Path file = Maker.file(job, index, "mp4");
    studio.write(film, file);
    return made(file, MediaType.VIDEO, card);
  }

  /** Of each frame; below 0 where no mouth is drawn. */
  private static double[] loudness(Card card, Scene scene, int frames) throws IOException {
    double[] none = new double[frames];
    Arrays.fill(none, -1);
    boolean avatar = card.title().equals(Tool.GENERATE_AVATAR.path().replace('-', ' '));
    if (!avatar || scene.sound.isEmpty()) {
      return none;
    }
    Optional<Wave> wave = Wave.header(scene.sound.get());
    return wave.isPresent() ? wave.get().loudness(scene.sound.get(), frames) : none;
  }

  private static Made made(Path file, MediaType type, Card card) {
    String what = card.text().isEmpty() ? card.title() : Parameters.shorten(card.text());
    String description = "A card in place of " + card.title() + ": " + card.text();
    return new Made(file, type, Made.PLACEHOLDER + what, description.strip());
  }
}
