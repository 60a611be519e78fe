package io.tallygate.gateway.key;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose keys they are: a customer, a team. What an owner is given holds for each of its keys, which
 * still count apart.
 *
 * @param id such as {@code own_3fK9x2…}
 * @param plan a {@linkplain Plan#name name}; null for the policy's limits
 * @param createdSecond Unix seconds
 */
public record Owner(
    String id,
    Description description,
    @Nullable String plan,
    State state,
    long createdSecond,
    Version version) {

  /** Whether its keys are served. */
  public enum State {
    ACTIVE,
    /** Calls with any of its keys are answered 403 until it is unblocked. */
    BLOCKED
  }

  private static final Pattern ID = Pattern.compile("own_[0-9A-Za-z]{12}");

  /** Whether a text has the form of an owner's id. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  public String name() {
    return description.name();
  }
}
