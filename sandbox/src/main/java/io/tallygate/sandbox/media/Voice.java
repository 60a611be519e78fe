package io.tallygate.sandbox.media;

/**
 * A voice of text-to-speech.
 *
 * @param id as in the API, {@code vg_voic_...}; the same on every machine that has the voice
 * @param language a locale such as {@code en-US}
 * @param spoken its name to the engine
 */
public record Voice(
    String id, String name, String language, Gender gender, String description, String spoken) {

  /** In the words of the API. */
  public enum Gender {
    MALE,
    FEMALE,
    NEUTRAL
  }
}
