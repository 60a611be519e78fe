package io.tallygate.policy.door;

import io.tallygate.limiter.Decision;
import io.tallygate.policy.ErrorCode;
import io.tallygate.policy.PolicyFile;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * The body of an answer of our own: {@code {"message": …, "code": …}}, or problem details (RFC
 * 9457) for those who ask for them.
 */
public record ErrorBody(String contentType, String text) {

  private static final String PROBLEM = "application/problem+json";

  /** Draft-ietf-httpapi-ratelimit-headers-10, section 5. */
  private static final String QUOTA_EXCEEDED =
      "https://iana.org/assignments/http-problem-types#quota-exceeded";

  /**
   * The body for a code.
   *
   * @param decision whose limits the answer shows
   * @param accept the request's field of this name
   */
  public static ErrorBody of(
      ErrorCode code, PolicyFile file, Decision decision, @Nullable String accept) {
    String message = message(code, file);
    return accept != null && accept.contains(PROBLEM)
        ? new ErrorBody(PROBLEM, problem(code, message, decision))
        : new ErrorBody("application/json", plain(code, message));
  }

  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String message(ErrorCode code, PolicyFile file) {
    String message = file.message(code);
    boolean asksForMore = code == ErrorCode.RATE_LIMITED && !file.contact().isBlank();
    if (!asksForMore) {
      return message;
    }
    return message + (message.endsWith(".") ? " " : ". ") + "For higher limits: " + file.contact();
  }

  private static String plain(ErrorCode code, String message) {
    return "{\"message\":" + quoted(message) + ",\"code\":" + quoted(code.code()) + "}";
  }

  private static String problem(ErrorCode code, String message, Decision decision) {
    StringBuilder body = new StringBuilder(256);
    boolean limited = code == ErrorCode.RATE_LIMITED;
    body.append("{\"type\":").append(quoted(limited ? QUOTA_EXCEEDED : "about:blank"));
    body.append(",\"title\":").append(quoted(code.reason()));
    body.append(",\"status\":").append(code.status());
    body.append(",\"detail\":").append(quoted(message));
    body.append(",\"code\":").append(quoted(code.code()));
    if (limited) {
      violated(body.append(",\"violated-policies\":["), decision);
      body.append(']');
    }
    return body.append('}').toString();
  }

  private static void violated(StringBuilder body, Decision decision) {
    String separator = "";
    for (int i = 0; i < decision.size(); i++) {
      if (decision.call().cost() > decision.remaining(i)) {
        body.append(separator).append(quoted(decision.name(i)));
        separator = ",";
      }
    }
  }

  private static String quoted(String text) {
    char[] escaped = JsonStringEncoder.getInstance().quoteAsCharArray(text);
    return "\"" + new String(escaped) + "\"";
  }
}
