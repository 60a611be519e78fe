package io.tallygate.gateway.key;

import static io.tallygate.limiter.check.Checks.require;

import java.util.regex.Pattern;

/**
 * A secret that was issued elsewhere and is known by its hash alone.
 *
 * @param sha256 of the whole secret in UTF-8: 64 hex digits
 * @param lastFour the secret's last four characters, or empty if they are not known
 */
public record ImportedSecret(String sha256, String lastFour) {

  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Pattern LAST_FOUR = Pattern.compile("|[!-~]{4}");

  public ImportedSecret {
    require(
        SHA256.matcher(sha256).matches(),
        "sha256 must be 64 hex digits: length=%s",
        sha256.length());
    require(
        LAST_FOUR.matcher(lastFour).matches(),
        "last four must be 4 characters of ASCII, or none: length=%s",
        lastFour.length());
  }

  /** For logs. */
  @Override
  public String toString() {
    return "…" + lastFour;
  }
}
