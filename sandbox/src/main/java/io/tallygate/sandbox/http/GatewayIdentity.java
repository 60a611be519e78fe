package io.tallygate.sandbox.http;

import io.tallygate.sandbox.http.ApiError.Code;
import io.tallygate.sandbox.store.Member;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Pattern;

/** Believes what the gateway says of a caller, if the gateway's proof is with it. */
public final class GatewayIdentity implements Callers {

  private static final Pattern NAME = Pattern.compile("[\\w.-]{1,64}");

  private final byte[] proof;

  /**
   * @param proof that the gateway sends: the file {@code proof} of its data folder
   */
  public GatewayIdentity(String proof) {
    if (proof.length() < 32) {
      throw new IllegalArgumentException("proof must have at least 32 characters");
    }
    this.proof = proof.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Optional<Caller> of(Headers headers) {
    String said = headers.get("X-Tallygate-Proof");
    if (said.isEmpty()) {
      throw ApiError.of(Code.MISSING_API_KEY, "API key is missing: call through the gateway");
    }
    String key = headers.get("X-Tallygate-Key-Id");
    String owner = headers.get("X-Tallygate-Owner");
    if (!MessageDigest.isEqual(said.getBytes(StandardCharsets.UTF_8), proof)
        || !NAME.matcher(key).matches()
        || !NAME.matcher(owner).matches()) {
      return Optional.empty();
    }
    return Optional.of(new Caller(new Member(owner, key, key), null));
  }
}
