package io.tallygate.sandbox.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What espeak-ng says. */
@Tag("needs-espeak")
final class SpeechIT {

  @TempDir Path folder;
  private Workshop workshop;

  @BeforeEach
  void open() throws Exception {
    workshop = new Workshop(folder, EngineSettings.DEFAULT);
  }

  private byte[] say(Map<String, Object> parameters) throws Exception {
    Made made = workshop.run(Tool.TEXT_TO_SPEECH, parameters).get(0);
    assertThat(workshop.inspect(made).mimeType()).isEqualTo("audio/wav");
    return Files.readAllBytes(made.file());
  }

  @Test
  void voices_installed_haveIdsOfTheirOwn() {
    List<Voice> voices = workshop.engines().voices().list();
    assertThat(voices).hasSizeGreaterThan(100);
    assertThat(voices).extracting(Voice::id).doesNotHaveDuplicates();
    assertThat(voices).allSatisfy(it -> assertThat(it.id()).matches("vg_voic_[a-z0-9_]+"));
    assertThat(workshop.engines().voices().standard().language()).isEqualTo("en-US");
  }

  @Test
  void speed_double_isAboutHalfAsLong() throws Exception {
    String text = "The quick brown fox jumps over the lazy dog, again and again.";
    int plain = say(Map.of("ttsText", text)).length;
    int fast = say(Map.of("ttsText", text, "voiceSpeed", 2.0)).length;
    assertThat((double) plain / fast).isBetween(1.6, 2.4);
  }

  @Test
  void voiceAndLanguage_other_soundOther() throws Exception {
    Map<String, Object> plain = Map.of("ttsText", "Information");
    Map<String, Object> german = Map.of("ttsText", "Information", "speechLanguageCode", "de");
    Map<String, Object> female =
        Map.of("ttsText", "Information", "voiceId", "vg_voic_espeak_en_us_f3");
    Map<String, Object> both =
        Map.of(
            "ttsText",
            "Information",
            "voiceId",
            "vg_voic_espeak_en_us_f3",
            "speechLanguageCode",
            "de");
    assertThat(List.of(say(plain), say(german), say(female), say(both))).doesNotHaveDuplicates();
    assertThat(say(plain)).isEqualTo(say(plain));
  }

  @Test
  void replacement_ofAWord_isSpokenInItsPlace() throws Exception {
    Map<String, Object> rows = Map.of("original", "SQL", "replacement", "sequel");
    Map<String, Object> replaced =
        Map.of("ttsText", "An SQL query", "pronunciationReplacements", List.of(rows));
    assertThat(say(replaced)).isEqualTo(say(Map.of("ttsText", "An sequel query")));
  }

  @Test
  void textLikeAnOption_isSpoken() throws Exception {
    assertThat(say(Map.of("ttsText", "--help"))).hasSizeGreaterThan(10_000);
  }

  @Test
  void voiceAndLanguage_unknown_areRefused() {
    assertThatThrownBy(() -> say(Map.of("ttsText", "a", "voiceId", "vg_voic_none")))
        .isInstanceOf(MediaException.class)
        .hasMessage("there is no such voice: voiceId=vg_voic_none");
    assertThatThrownBy(() -> say(Map.of("ttsText", "a", "speechLanguageCode", "xx")))
        .hasMessage("no voice speaks the language: speechLanguageCode=xx");
    assertThatThrownBy(() -> say(Map.of("ttsText", "a", "voiceSpeed", 2.01)))
        .hasMessage("voiceSpeed must be 0.5 to 2.0: voiceSpeed=2.01");
  }
}
