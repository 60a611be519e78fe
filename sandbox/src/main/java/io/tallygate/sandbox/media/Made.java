package io.tallygate.sandbox.media;

import java.nio.file.Path;

/**
 * A file that was made.
 *
 * @param displayName for people; that of a placeholder begins with {@code Placeholder: }
 * @param description what it shows, for the search
 */
public record Made(Path file, MediaType type, String displayName, String description) {

  static final String PLACEHOLDER = "Placeholder: ";

  /** Whether it only stands for what was asked for: an engine may make both. */
  public boolean isPlaceholder() {
    return displayName.startsWith(PLACEHOLDER);
  }
}
