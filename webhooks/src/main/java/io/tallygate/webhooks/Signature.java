package io.tallygate.webhooks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of one delivery: HMAC-SHA256 over id, time and body, as Standard Webhooks has it.
 *
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>
 */
public final class Signature {

  private static final String ALGORITHM = "HmacSHA256";
  private static final String VERSION = "v1,";

  private Signature() {}

  /**
   * The value of {@code webhook-signature}.
   *
   * @param id the value of {@code webhook-id}
   * @param second the value of {@code webhook-timestamp}, Unix seconds
   * @param body exactly the bytes that are sent
   */
  public static String of(Secret secret, String id, long second, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.bytes(), ALGORITHM));
      mac.update((id + "." + second + ".").getBytes(US_ASCII));
      return VERSION + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has HmacSHA256", e);
    }
  }
}
