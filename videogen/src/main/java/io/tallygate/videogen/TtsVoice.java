package io.tallygate.videogen;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * A voice.
 *
 * @param languageCode such as {@code en-US}
 * @param supportsDirectToolExecution whether {@link ToolCall.TextToSpeech} takes it
 */
public record TtsVoice(
    String voiceId,
    String languageCode,
    @JsonUnwrapped Text text,
    boolean supportsDirectToolExecution,
    boolean supportsAllLanguages,
    boolean isDeprecated) {

  /** For people. */
  public record Text(
      String displayName,
      Gender displayGender,
      @Nullable String accent,
      @Nullable String description) {}
}
