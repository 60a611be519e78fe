package io.tallygate.sandbox.resource;

import org.jspecify.annotations.Nullable;

/**
 * A voice of the text-to-speech tool.
 *
 * @param id by which its engine knows it, {@code vg_voic_...}; the same wherever it is installed
 * @param languageCode such as {@code en-US}
 * @param languages whether it speaks any language
 * @param standing whether it is still to be used
 */
public record Voice(
    String id,
    String languageCode,
    Gender gender,
    Text text,
    Languages languages,
    Standing standing) {

  /** As the API says it. */
  public enum Gender {
    MALE,
    FEMALE,
    NEUTRAL
  }

  /** For people. */
  public record Text(String displayName, @Nullable String accent, @Nullable String description) {}

  /** Which languages it speaks. */
  public enum Languages {
    ITS_OWN,
    ALL
  }

  /** Whether it can be used. */
  public enum Standing {
    OFFERED,
    /** It can be used, and is listed only if it is asked for. */
    DEPRECATED,
    /** It is listed, and text-to-speech refuses it. */
    NOT_DIRECT
  }
}
