package io.tallygate.policy;

import java.util.Locale;

/** The errors that Tallygate itself answers, each with its status and what its body says. */
public enum ErrorCode {
  BAD_REQUEST(400, "The request could not be read."),
  AMBIGUOUS_PATH(400, "The path can be read in more than one way. Write it plainly."),
  MISSING_API_KEY(401, "No API key was sent."),
  INVALID_API_KEY(401, "The API key is not valid."),
  KEY_BLOCKED(403, "The API key is blocked."),
  METHOD_NOT_ALLOWED(405, "Only GET and HEAD are answered here."),
  BODY_TOO_LARGE(413, "The request body is too large."),
  RATE_LIMITED(429, "The rate limit is exceeded."),
  HEAD_TOO_LARGE(431, "The request's head is too large."),
  UPSTREAM_UNREACHABLE(502, "The API could not be reached."),
  UPSTREAM_BROKEN(502, "The API's answer could not be read."),
  COUNTERS_FULL(503, "No room to count this call. Try again later."),
  OVERLOADED(503, "Too many calls at once. Try again later."),
  UPSTREAM_TIMEOUT(504, "The API did not answer in time.");

  private final int status;
  private final String message;

  ErrorCode(int status, String message) {
    this.status = status;
    this.message = message;
  }

  public int status() {
    return status;
  }

  /** What HTTP calls the status. */
  public String reason() {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 405 -> "Method Not Allowed";
      case 413 -> "Request Entity Too Large";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      default -> throw new IllegalStateException("status must have a reason: status=" + status);
    };
  }

  /** What the body says unless the policy file says otherwise. */
  public String message() {
    return message;
  }

  /** As in the body: {@code rate_limited}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
