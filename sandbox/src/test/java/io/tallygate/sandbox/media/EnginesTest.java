package io.tallygate.sandbox.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tallygate.sandbox.media.EngineSettings.Placeholders;
import io.tallygate.sandbox.media.Job.Input;
import java.awt.Dimension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every tool makes on a machine where no program is installed. */
final class EnginesTest {

  @TempDir Path folder;

  private Workshop workshop() throws Exception {
    return new Workshop(folder, Workshop.NO_PROGRAMS);
  }

  @Test
  void list_withoutPrograms_hasEveryTool() throws Exception {
    assertThat(workshop().engines().list()).extracting(Engine::tool).containsExactly(Tool.values());
    assertThat(workshop().engines().list())
        .allSatisfy(engine -> assertThat(engine.version()).isNotBlank());
  }

  @Test
  void of_placeholdersOff_isAbsentForThoseAlone() throws Exception {
    EngineSettings settings = Workshop.NO_PROGRAMS.withPlaceholders(Placeholders.OFF);
    assertThat(new Workshop(folder, settings).engines().list())
        .extracting(Engine::tool)
        .containsExactly(
            Tool.TEXT_TO_SPEECH,
            Tool.GENERATE_SOUND_EFFECT,
            Tool.VECTORIZE_IMAGE,
            Tool.REMOVE_IMAGE_BACKGROUND,
            Tool.UPSCALE_IMAGE);
    assertThat(new Workshop(folder, settings).engines().of(Tool.GENERATE_IMAGE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"16,9", "9,16", "1,1", "4,3", "21,9", "16,1", "1,16", "1001,1000"})
  void image_anyRatio_isACardOfIt(int width, int height) throws Exception {
    Workshop workshop = workshop();
    Map<String, Object> ratio = Map.of("width", width, "height", height);
    List<Made> made =
        workshop.run(
            Tool.GENERATE_IMAGE,
            Map.of("prompt", "A lighthouse at dusk", "aspectRatio", ratio),
            2,
            List.of());
    assertThat(made).hasSize(2);
    assertThat(made.get(0).displayName()).isEqualTo("Placeholder: A lighthouse at dusk");
    Inspected what = workshop.inspect(made.get(0));
    assertThat(what.mimeType()).isEqualTo("image/png");
    assertThat((double) what.width() / what.height())
        .isCloseTo((double) width / height, within(0.01 * width / height));
  }

  @ParameterizedTest
  @CsvSource({"17,1", "1,17", "0,1", "1,0", "-1,1", "2147483647,1"})
  void image_ratioOutOfBounds_isRefused(int width, int height) throws Exception {
    Map<String, Object> ratio = Map.of("width", width, "height", height);
    Workshop workshop = workshop();
    assertThatThrownBy(
            () -> workshop.run(Tool.GENERATE_IMAGE, Map.of("prompt", "a", "aspectRatio", ratio)))
        .isInstanceOf(MediaException.class)
        .hasMessageStartingWith("aspectRatio must be between 1:16 and 16:1: width=" + width);
  }

  @Test
  void clip_withAudio_isAnMp4OfTheRatio() throws Exception {
    Workshop workshop = workshop();
    Map<String, Object> ratio = Map.of("width", 1, "height", 1);
    Map<String, Object> parameters =
        Map.of("prompt", "A cat", "aspectRatio", ratio, "generateAudio", true);
    Made made = workshop.run(Tool.GENERATE_VIDEO_CLIP, parameters).get(0);
    assertThat(made.displayName()).isEqualTo("Placeholder: A cat");
    Inspected what = workshop.inspect(made);
    assertThat(what.mimeType()).isEqualTo("video/mp4");
    assertThat(what.width()).isEqualTo(what.height()).isEqualTo(640);
    assertThat(what.seconds()).isCloseTo(4, within(0.1));
  }

  @Test
  void avatar_ofSound_lastsAsLong() throws Exception {
    Workshop workshop = workshop();
    Made made =
        workshop
            .run(
                Tool.GENERATE_AVATAR, Map.of("avatarPresenterId", "vg_pres_1"), workshop.sound(3.5))
            .get(0);
    assertThat(made.displayName()).startsWith("Placeholder: ");
    assertThat(workshop.inspect(made).seconds()).isCloseTo(3.5, within(0.1));
  }

  @ParameterizedTest
  @CsvSource({"UPSCALE_VIDEO", "REMOVE_VIDEO_BACKGROUND"})
  void filmOfFilm_withoutFfmpeg_isACardAsLong(Tool tool) throws Exception {
    Workshop workshop = workshop();
    Input film = workshop.film(new Dimension(320, 180), 2);
    Made made = workshop.run(tool, Map.of(), film).get(0);
    assertThat(made.displayName()).startsWith("Placeholder: ");
    Inspected what = workshop.inspect(made);
    assertThat((double) what.width() / what.height()).isCloseTo(16.0 / 9, within(0.01));
    assertThat(what.seconds()).isCloseTo(2, within(0.1));
  }

  @Test
  void speech_withoutEspeak_isSpokenByFreetts() throws Exception {
    Workshop workshop = workshop();
    Map<String, Object> slow = Map.of("ttsText", "Hello from the sandbox.", "voiceSpeed", 0.5);
    Map<String, Object> fast = Map.of("ttsText", "Hello from the sandbox.", "voiceSpeed", 2.0);
    Inspected slowly = workshop.inspect(workshop.run(Tool.TEXT_TO_SPEECH, slow).get(0));
    Inspected quickly = workshop.inspect(workshop.run(Tool.TEXT_TO_SPEECH, fast).get(0));
    assertThat(slowly.mimeType()).isEqualTo("audio/wav");
    assertThat(slowly.seconds() / quickly.seconds()).isBetween(2.5, 6.0);
    assertThat(workshop.engines().voices().list())
        .extracting(Voice::id)
        .containsExactly("vg_voic_freetts_kevin16");
  }

  @Test
  void speech_otherLanguageWithoutEspeak_saysThatItIsAPlaceholder() throws Exception {
    Made made =
        workshop()
            .run(Tool.TEXT_TO_SPEECH, Map.of("ttsText", "Guten Tag", "speechLanguageCode", "de"))
            .get(0);
    assertThat(made.displayName()).isEqualTo("Placeholder: an English voice reads: Guten Tag");
  }

  @Test
  void sound_placeholdersOff_isRefusedRatherThanPretended() throws Exception {
    EngineSettings settings = Workshop.NO_PROGRAMS.withPlaceholders(Placeholders.OFF);
    Workshop workshop = new Workshop(folder, settings);
    assertThatThrownBy(() -> workshop.run(Tool.GENERATE_SOUND_EFFECT, Map.of("prompt", "qwerty")))
        .isInstanceOf(MediaException.class)
        .hasMessage("no sound is known by the words of the prompt, such as rain or bell");
    Map<String, Object> german = Map.of("ttsText", "Guten Tag", "speechLanguageCode", "de");
    assertThatThrownBy(() -> workshop.run(Tool.TEXT_TO_SPEECH, german))
        .hasMessage("only English is spoken without espeak-ng: speechLanguageCode=de");
  }

  @ParameterizedTest
  @CsvSource({"rain and wind,1.5", "door slam,0.1", "a bell,12.345", "qwerty,3"})
  void effect_anyDuration_isExact(String prompt, double seconds) throws Exception {
    Workshop workshop = workshop();
    Map<String, Object> parameters = Map.of("prompt", prompt, "durationSeconds", seconds);
    Made made = workshop.run(Tool.GENERATE_SOUND_EFFECT, parameters).get(0);
    assertThat(workshop.inspect(made).seconds()).isCloseTo(seconds, within(0.51 / 44_100));
    assertThat(made.isPlaceholder()).isEqualTo(prompt.equals("qwerty"));
  }

  @Test
  void pictureOfPicture_withoutPrograms_isReal() throws Exception {
    Workshop workshop = workshop();
    Input image = workshop.image(Drawings.BALL.draw());
    Inspected upscaled = workshop.inspect(workshop.run(Tool.UPSCALE_IMAGE, Map.of(), image).get(0));
    assertThat(upscaled.width()).isEqualTo(2 * Drawings.WIDTH);
    assertThat(upscaled.height()).isEqualTo(2 * Drawings.HEIGHT);
    Inspected traced = workshop.inspect(workshop.run(Tool.VECTORIZE_IMAGE, Map.of(), image).get(0));
    assertThat(traced.mimeType()).isEqualTo("image/svg+xml");
    assertThat(traced.width()).isEqualTo(Drawings.WIDTH);
    List<Made> cut = workshop.run(Tool.REMOVE_IMAGE_BACKGROUND, Map.of(), 3, List.of(image));
    assertThat(cut).extracting(Made::file).doesNotHaveDuplicates().hasSize(3);
  }

  @Test
  void inputs_ofAnotherType_areRefused() throws Exception {
    Workshop workshop = workshop();
    Input sound = workshop.sound(1);
    assertThatThrownBy(() -> workshop.run(Tool.UPSCALE_IMAGE, Map.of(), sound))
        .isInstanceOf(MediaException.class)
        .hasMessage("the file must be of type IMAGE: type=AUDIO");
  }
}
