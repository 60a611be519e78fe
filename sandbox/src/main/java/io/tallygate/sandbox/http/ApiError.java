package io.tallygate.sandbox.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer that is no success. The message is fit for callers. */
final class ApiError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Which one; each has its status. */
  enum Code {
    MISSING_API_KEY(401),
    INVALID_API_KEY(401),
    INVALID_ID(400),
    INVALID_PARAMETERS(400),
    INSUFFICIENT_CREDITS(403),
    ADD_ON_REQUIRED(403),
    STORAGE_FULL(403),
    LINK_NOT_VALID(403),
    NOT_FOUND(404),
    TOO_LARGE(413),
    TOO_MANY_EXECUTIONS(429),
    FAILED(500),
    NOT_INSTALLED(501);

    private final int status;

    Code(int status) {
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /** What would help. */
  record Requirement(String type, Map<String, String> details) {}

  private final Code code;
  private final transient @Nullable Requirement requirement;

  private ApiError(Code code, String message, @Nullable Requirement requirement) {
    super(message);
    this.code = code;
    this.requirement = requirement;
  }

  static ApiError of(Code code, String message) {
    return new ApiError(code, message, null);
  }

  static ApiError requiring(Code code, String message, Requirement requirement) {
    return new ApiError(code, message, requirement);
  }

  static ApiError invalid(String message) {
    return new ApiError(Code.INVALID_PARAMETERS, message, null);
  }

  Code code() {
    return code;
  }

  @Nullable Requirement requirement() {
    return requirement;
  }
}
