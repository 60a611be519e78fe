package io.tallygate.gateway.admin;

/** Why a request was not done, as problem details (RFC 9457) tell it. */
final class ApiProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What stands in the way, for programs; the names do not change. */
  enum Code {
    INVALID_REQUEST(400),
    MISSING_TOKEN(401),
    INVALID_TOKEN(401),
    ROLE_TOO_LOW(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    CONFLICT(409),
    FULL(409),
    RETRY_IN_PROGRESS(409),
    STALE(412),
    BODY_TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    FOREIGN_HOST(421),
    RETRY_DIFFERS(422),
    RATE_LIMITED(429),
    FAILED(500),
    UNAVAILABLE(503),
    OVERLOADED(503);

    private final int status;

    Code(int status) {
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  private final Code code;
  private final String field;

  ApiProblem(Code code, String message) {
    this(code, message, "");
  }

  /**
   * @param field of the body, of the query or of the head that is wrong; empty if it is none
   */
  ApiProblem(Code code, String message, String field) {
    super(message);
    this.code = code;
    this.field = field;
  }

  static ApiProblem ofField(String field, String message) {
    return new ApiProblem(Code.INVALID_REQUEST, message, field);
  }

  Code code() {
    return code;
  }

  String field() {
    return field;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
