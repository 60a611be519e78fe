package io.tallygate.gateway.key;

import java.util.regex.Pattern;

/**
 * A token of the admin API as it is kept: everything but its secret.
 *
 * @param id such as {@code tok_3fK9x2…}; no secret
 * @param name for people, as the audit has it; see {@link Actor}
 */
public record AdminToken(String id, String name, Role role, TokenLife life) {

  /** How its secret is written, as keys are. */
  public static final KeyFormat FORMAT = new KeyFormat("tallygate_admin_");

  private static final Pattern ID = Pattern.compile("tok_[0-9A-Za-z]{12}");

  /**
   * Since when it is, and until when it may be used. All in Unix seconds.
   *
   * @param expirySecond the first second at which it is refused, {@link Life#NO_END} for never
   * @param revokedSecond {@link Life#NO_END} if it is not
   * @param lastUsedSecond a minute old at most; {@link Life#UNUSED} if it never was
   */
  public record TokenLife(
      long createdSecond, long expirySecond, long revokedSecond, long lastUsedSecond) {}

  public AdminToken {
    Description.requireText("name", name, 1, Description.NAME_MAX);
  }

  /** Whether a text has the form of a token's id. What has not may be a secret. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  public boolean isRevoked() {
    return life.revokedSecond() != Life.NO_END;
  }

  public boolean isExpiredAt(long second) {
    return second >= life.expirySecond();
  }
}
