package io.tallygate.videogen;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the API says of an error.
 *
 * @param message fit for people
 * @param code such as {@code invalid_parameters}; not all errors have one
 * @param requirement what would help
 * @param internalErrorCode for the API's support
 */
public record ApiError(
    String message,
    @Nullable String code,
    @Nullable Requirement requirement,
    @Nullable String internalErrorCode) {

  /**
   * What would help.
   *
   * @param type such as {@code purchase_add_on}
   */
  public record Requirement(String type, @Nullable Map<String, String> details) {}
}
