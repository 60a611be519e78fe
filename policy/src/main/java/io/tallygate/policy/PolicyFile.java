package io.tallygate.policy;

import io.tallygate.limiter.policy.Policy;
import java.util.Map;

/**
 * All that a policy file says. Immutable.
 *
 * @param title of the customers' page
 * @param contact whom to ask for higher limits; on the page and in every 429; may be empty
 * @param messages what the error bodies say, where the file differs from {@link ErrorCode}
 */
public record PolicyFile(
    String title, String contact, Policy policy, Gate gate, Map<ErrorCode, String> messages) {

  public PolicyFile {
    messages = Map.copyOf(messages);
  }

  /** What the error body of this code says. */
  public String message(ErrorCode code) {
    return messages.getOrDefault(code, code.message());
  }

  public PolicyFile withPolicy(Policy value) {
    return new PolicyFile(title, contact, value, gate, messages);
  }
}
