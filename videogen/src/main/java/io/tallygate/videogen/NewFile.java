package io.tallygate.videogen;

import org.jspecify.annotations.Nullable;

/**
 * A file to be uploaded.
 *
 * @param displayName 1 to 255 characters
 * @param type null to have the API find out
 * @param isTemporary whether it may be archived after 24 hours
 */
public record NewFile(String displayName, @Nullable MediaType type, @Nullable Boolean isTemporary) {

  /** One that stays, whose type the API finds out. */
  public static NewFile of(String displayName) {
    return new NewFile(displayName, null, null);
  }
}
