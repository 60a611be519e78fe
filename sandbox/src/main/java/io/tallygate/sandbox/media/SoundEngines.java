package io.tallygate.sandbox.media;

import io.tallygate.sandbox.media.EngineSettings.Placeholders;
import io.tallygate.sandbox.media.Maker.Repeat;
import io.tallygate.sandbox.media.sound.Espeak;
import io.tallygate.sandbox.media.sound.JavaSpeech;
import io.tallygate.sandbox.media.sound.Noises;
import io.tallygate.sandbox.media.sound.Noises.Kind;
import io.tallygate.sandbox.media.sound.Wave;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The tools that make sound. */
final class SoundEngines {

  private static final double EFFECT_SECONDS = 5;
  private static final double EFFECT_SECONDS_MIN = 0.1;
  private static final double EFFECT_SECONDS_MAX = 60;
  private static final double SPEED_MIN = 0.5;
  private static final double SPEED_MAX = 2;
  private static final int TEXT_MAX = 10_000; // characters: some ten minutes

  private final Voices voices;
  private final Optional<Espeak> espeak;
  private final Placeholders placeholders;

  SoundEngines(Voices voices, Optional<Espeak> espeak, Placeholders placeholders) {
    this.voices = voices;
    this.espeak = espeak;
    this.placeholders = placeholders;
  }

  Engine speech() {
    return espeak.isPresent()
        ? new Maker(
            Tool.TEXT_TO_SPEECH,
            "espeak-ng",
            espeak.get().version(),
            Repeat.EQUAL,
            (job, index) -> spoken(espeak.get(), job, index))
        : new Maker(
            Tool.TEXT_TO_SPEECH,
            "freetts",
            JavaSpeech.VERSION,
            Repeat.EQUAL,
            this::spokenInEnglish);
  }

  Engine effect() {
    return new Maker(Tool.GENERATE_SOUND_EFFECT, "procedural", "1", Repeat.VARIED, this::effect);
  }

  private static String words(Job job) throws MediaException {
    Parameters parameters = new Parameters(job.parameters());
    String text = Replacements.of(job.parameters()).apply(parameters.text("ttsText"));
    if (text.isBlank() || text.length() > TEXT_MAX) {
      throw new MediaException(
          "ttsText must have 1 to %s characters: characters=%s".formatted(TEXT_MAX, text.length()));
    }
    return text;
  }

  private static double speed(Job job) throws MediaException {
    double speed = new Parameters(job.parameters()).number("voiceSpeed", 1);
    if (!(speed >= SPEED_MIN && speed <= SPEED_MAX)) {
      throw new MediaException(
          "voiceSpeed must be %s to %s: voiceSpeed=%s".formatted(SPEED_MIN, SPEED_MAX, speed));
    }
    return speed;
  }

  private Made spoken(Espeak program, Job job, int index)
      throws MediaException, IOException, InterruptedException {
    Parameters parameters = new Parameters(job.parameters());
    Voice voice = voices.choose(parameters.text("voiceId"), parameters.text("speechLanguageCode"));
    String text = words(job);
    Path file = Maker.file(job, index, "wav");
    program.speak(text, voice.spoken(), speed(job), file);
    return new Made(file, MediaType.AUDIO, Parameters.shorten(text), text);
  }

  private Made spokenInEnglish(Job job, int index) throws MediaException, IOException {
    Parameters parameters = new Parameters(job.parameters());
    String language = parameters.text("speechLanguageCode");
    boolean english =
        language.isEmpty() || language.toLowerCase(Locale.ROOT).matches("en([-_].*)?");
    if (!english) {
      checkAllowed("only English is spoken without espeak-ng: speechLanguageCode=" + language);
    }
    voices.choose(parameters.text("voiceId"), "");
    String text = words(job);
    Path file = Maker.file(job, index, "wav");
    JavaSpeech.speak(text, speed(job), file);
    // Read by English rules, another language is not what was asked for, and says so.
    String title = english ? "" : Made.PLACEHOLDER + "an English voice reads: ";
    return new Made(file, MediaType.AUDIO, title + Parameters.shorten(text), text);
  }

  private Made effect(Job job, int index) throws MediaException, IOException, InterruptedException {
    Parameters parameters = new Parameters(job.parameters());
    String prompt = parameters.text("prompt");
    double seconds = parameters.number("durationSeconds", EFFECT_SECONDS);
    if (!(seconds >= EFFECT_SECONDS_MIN && seconds <= EFFECT_SECONDS_MAX)) {
      throw new MediaException(
          "durationSeconds must be %s to %s: durationSeconds=%s"
              .formatted(EFFECT_SECONDS_MIN, EFFECT_SECONDS_MAX, seconds));
    }
    int count = (int) Math.round(seconds * Noises.RATE);
    Set<Kind> kinds = Noises.named(prompt);
    float[] samples =
        kinds.isEmpty()
            ? Noises.placeholder(count)
            : Noises.mix(kinds, count, 31L * prompt.hashCode() + index);
    if (kinds.isEmpty()) {
      checkAllowed("no sound is known by the words of the prompt, such as rain or bell");
    }
    Path file = Maker.file(job, index, "wav");
    Wave.write(samples, Noises.RATE, file);
    String title = kinds.isEmpty() ? Made.PLACEHOLDER : "";
    return new Made(file, MediaType.AUDIO, title + Parameters.shorten(prompt), prompt);
  }

  private void checkAllowed(String reason) throws MediaException {
    if (placeholders == Placeholders.OFF) {
      throw new MediaException(reason);
    }
  }
}
