package io.tallygate.client.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The three fields of a webhook that say who it is, when it was signed, and that it is genuine.
 *
 * @param second Unix seconds of this attempt
 * @param signatures several, with spaces between
 */
record Signed(String id, long second, String signatures) {

  /*
   * What is signed is id "." second "." body. An id with a dot could take the place of another's
   * second and begin of the body, so it is refused.
   *
   * Each signature is compared with that of each secret, to the last, so that the time that it
   * takes tells nothing of which was close. Versions other than v1 are passed by.
   */

  private static final String ALGORITHM = "HmacSHA256";
  private static final String VERSION = "v1,";
  private static final int SIGNATURES_LENGTH_MAX = 4_096;
  private static final Pattern ID = Pattern.compile("[!-~&&[^.]]{1,256}");
  private static final Pattern SECOND = Pattern.compile("0|[1-9][0-9]{0,11}");

  /** Reads the fields; empty if one is missing, malformed or too long. */
  static Optional<Signed> of(Function<String, @Nullable String> fields) {
    String id = fields.apply("webhook-id");
    String second = fields.apply("webhook-timestamp");
    String signatures = fields.apply("webhook-signature");
    if (id == null
        || second == null
        || signatures == null
        || !ID.matcher(id).matches()
        || !SECOND.matcher(second).matches()
        || signatures.length() > SIGNATURES_LENGTH_MAX) {
      return Optional.empty();
    }
    return Optional.of(new Signed(id, Long.parseLong(second), signatures));
  }

  /** Whether one of the signatures is by one of the secrets. */
  boolean isBy(List<WebhookSecret> secrets, byte[] body) {
    boolean isGenuine = false;
    for (WebhookSecret secret : secrets) {
      byte[] genuine = signature(secret, body);
      for (String given : signatures.split(" ", -1)) {
        isGenuine |= MessageDigest.isEqual(genuine, given.getBytes(US_ASCII));
      }
    }
    return isGenuine;
  }

  private byte[] signature(WebhookSecret secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.bytes(), ALGORITHM));
      mac.update((id + "." + second + ".").getBytes(US_ASCII));
      byte[] hash = mac.doFinal(body);
      return (VERSION + Base64.getEncoder().encodeToString(hash)).getBytes(US_ASCII);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has HmacSHA256", e);
    }
  }
}
