package io.tallygate.videogen;

/**
 * The API answered with an error. What never came to an answer is an {@code IOException}, also
 * {@link io.tallygate.client.RateLimited}: the limit would have the call wait too long.
 */
public sealed class VideoGenException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final transient ApiError error;

  private VideoGenException(int status, ApiError error) {
    super("status=%s code=%s: %s".formatted(status, error.code(), error.message()));
    this.status = status;
    this.error = error;
  }

  static VideoGenException of(int status, ApiError error) {
    return switch (status) {
      case 400 -> new BadRequest(error);
      case 401 -> new Unauthorized(error);
      case 403 -> new Forbidden(error);
      case 404 -> new NotFound(error);
      case 429 -> new TooMany(error);
      default -> status >= 500 ? new ServerFailed(status, error) : new Other(status, error);
    };
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** All that the API said. */
  public ApiError error() {
    return error == null ? new ApiError(String.valueOf(getMessage()), null, null, null) : error;
  }

  /** 400: a parameter, an id or the body is not what the API takes. */
  public static final class BadRequest extends VideoGenException {
    private static final long serialVersionUID = 1;

    private BadRequest(ApiError error) {
      super(400, error);
    }
  }

  /** 401: the key is missing, wrong or revoked. */
  public static final class Unauthorized extends VideoGenException {
    private static final long serialVersionUID = 1;

    private Unauthorized(ApiError error) {
      super(401, error);
    }
  }

  /** 403: the account may not do this; {@link ApiError#requirement} may say what would help. */
  public static final class Forbidden extends VideoGenException {
    private static final long serialVersionUID = 1;

    private Forbidden(ApiError error) {
      super(403, error);
    }
  }

  /** 404: it is not there, or another team's. */
  public static final class NotFound extends VideoGenException {
    private static final long serialVersionUID = 1;

    private NotFound(ApiError error) {
      super(404, error);
    }
  }

  /** 429, where the client was told not to repeat refused calls. */
  public static final class TooMany extends VideoGenException {
    private static final long serialVersionUID = 1;

    private TooMany(ApiError error) {
      super(429, error);
    }
  }

  /** 5xx: the call may have been carried out. */
  public static final class ServerFailed extends VideoGenException {
    private static final long serialVersionUID = 1;

    private ServerFailed(int status, ApiError error) {
      super(status, error);
    }
  }

  /** A status that the API does not document. */
  public static final class Other extends VideoGenException {
    private static final long serialVersionUID = 1;

    private Other(int status, ApiError error) {
      super(status, error);
    }
  }
}
