package io.tallygate.videogen;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one of the ten tools is asked to do. What is null, or an empty list, is left to the API,
 * which also checks what is given.
 */
public sealed interface ToolCall {

  /** The tool's name in the API's paths. */
  String tool();

  /** What to do with what is made. */
  Output output();

  /** A picture from words, and up to four pictures. */
  record GenerateImage(
      String prompt,
      List<String> imageFileIds,
      @Nullable AspectRatio aspectRatio,
      @JsonUnwrapped Output output)
      implements ToolCall {

    public GenerateImage {
      imageFileIds = List.copyOf(imageFileIds);
    }

    public static GenerateImage of(String prompt) {
      return new GenerateImage(prompt, List.of(), null, Output.DEFAULT);
    }

    public GenerateImage withAspectRatio(AspectRatio value) {
      return new GenerateImage(prompt, imageFileIds, value, output);
    }

    public GenerateImage withOutput(Output value) {
      return new GenerateImage(prompt, imageFileIds, aspectRatio, value);
    }

    @Override
    public String tool() {
      return "generate-image";
    }
  }

  /** A film from words, up to four pictures, or a film; of one of them at least. */
  record GenerateVideoClip(
      @Nullable String prompt,
      List<String> imageFileIds,
      @Nullable String videoFileId,
      @Nullable Boolean generateAudio,
      @Nullable AspectRatio aspectRatio,
      @JsonUnwrapped Output output)
      implements ToolCall {

    public GenerateVideoClip {
      imageFileIds = List.copyOf(imageFileIds);
    }

    public static GenerateVideoClip of(String prompt) {
      return new GenerateVideoClip(prompt, List.of(), null, null, null, Output.DEFAULT);
    }

    /** The same film, certainly with sound. */
    public GenerateVideoClip withAudio() {
      return new GenerateVideoClip(prompt, imageFileIds, videoFileId, true, aspectRatio, output);
    }

    public GenerateVideoClip withAspectRatio(AspectRatio value) {
      return new GenerateVideoClip(prompt, imageFileIds, videoFileId, generateAudio, value, output);
    }

    public GenerateVideoClip withOutput(Output value) {
      return new GenerateVideoClip(
          prompt, imageFileIds, videoFileId, generateAudio, aspectRatio, value);
    }

    @Override
    public String tool() {
      return "generate-video-clip";
    }
  }

  /**
   * Words, spoken.
   *
   * @param speechLanguageCode two letters
   */
  record TextToSpeech(
      String ttsText,
      @Nullable String voiceId,
      @Nullable String speechLanguageCode,
      @JsonUnwrapped Pronunciation pronunciation,
      @Nullable Double voiceSpeed,
      @JsonUnwrapped Output output)
      implements ToolCall {

    public static TextToSpeech of(String ttsText) {
      return new TextToSpeech(ttsText, null, null, Pronunciation.DEFAULT, null, Output.DEFAULT);
    }

    public TextToSpeech withVoice(String voiceId) {
      return new TextToSpeech(
          ttsText, voiceId, speechLanguageCode, pronunciation, voiceSpeed, output);
    }

    public TextToSpeech withOutput(Output value) {
      return new TextToSpeech(
          ttsText, voiceId, speechLanguageCode, pronunciation, voiceSpeed, value);
    }

    @Override
    public String tool() {
      return "text-to-speech";
    }
  }

  /** How words are spoken that would be spoken wrongly. */
  record Pronunciation(
      List<Replacement> pronunciationReplacements,
      @Nullable Boolean autoExpandPronunciationReplacements) {

    public static final Pronunciation DEFAULT = new Pronunciation(List.of(), null);

    public Pronunciation {
      pronunciationReplacements = List.copyOf(pronunciationReplacements);
    }
  }

  /** A word, and what is spoken in its place. */
  record Replacement(String original, String replacement) {}

  /**
   * A sound from words.
   *
   * @param promptInfluence 0 to 1
   */
  record GenerateSoundEffect(
      String prompt,
      @Nullable Double durationSeconds,
      @Nullable Double promptInfluence,
      @JsonUnwrapped Output output)
      implements ToolCall {

    public static GenerateSoundEffect of(String prompt) {
      return new GenerateSoundEffect(prompt, null, null, Output.DEFAULT);
    }

    public GenerateSoundEffect withDurationSeconds(double value) {
      return new GenerateSoundEffect(prompt, value, promptInfluence, output);
    }

    @Override
    public String tool() {
      return "generate-sound-effect";
    }
  }

  /** A presenter who speaks what an audio file says. */
  record GenerateAvatar(
      String avatarPresenterId, String audioStorageFileId, @JsonUnwrapped Output output)
      implements ToolCall {

    @Override
    public String tool() {
      return "generate-avatar";
    }
  }

  /** A picture as SVG. */
  record VectorizeImage(String imageStorageFileId, @JsonUnwrapped Output output)
      implements ToolCall {

    @Override
    public String tool() {
      return "vectorize-image";
    }
  }

  /** A picture without its background, as PNG. */
  record RemoveImageBackground(String imageStorageFileId, @JsonUnwrapped Output output)
      implements ToolCall {

    @Override
    public String tool() {
      return "remove-image-background";
    }
  }

  /** A film without its background. */
  record RemoveVideoBackground(String videoStorageFileId, @JsonUnwrapped Output output)
      implements ToolCall {

    @Override
    public String tool() {
      return "remove-video-background";
    }
  }

  /** A picture, larger. */
  record UpscaleImage(String imageStorageFileId, @JsonUnwrapped Output output) implements ToolCall {

    @Override
    public String tool() {
      return "upscale-image";
    }
  }

  /** A film, larger. */
  record UpscaleVideo(String videoStorageFileId, @JsonUnwrapped Output output) implements ToolCall {

    @Override
    public String tool() {
      return "upscale-video";
    }
  }
}
