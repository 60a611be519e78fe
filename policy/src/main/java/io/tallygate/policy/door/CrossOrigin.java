package io.tallygate.policy.door;

import io.tallygate.policy.Gate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What pages of other origins may send and see (Fetch standard, "HTTP extensions"). Stateless. */
public final class CrossOrigin {

  public static final String ORIGIN = "Origin";
  public static final String REQUEST_METHOD = "Access-Control-Request-Method";
  public static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
  public static final String EXPOSE_HEADERS = "Access-Control-Expose-Headers";

  private CrossOrigin() {}

  /** Whether a request is a CORS preflight, as browsers send it. */
  public static boolean isPreflight(String method, Predicate<String> hasField) {
    return method.equals("OPTIONS") && hasField.test(ORIGIN) && hasField.test(REQUEST_METHOD);
  }

  /**
   * The value of {@link #ALLOW_ORIGIN} on our own answers: a page of another origin may see them if
   * the policy says so, a 429 as a 429.
   *
   * @param origin the request's field of this name
   */
  public static Optional<String> allowed(Gate gate, @Nullable String origin) {
    List<String> origins = gate.cors();
    if (origins.contains("*")) {
      return Optional.of("*");
    }
    return origin != null && origins.contains(origin) ? Optional.of(origin) : Optional.empty();
  }

  /** Whether our own answers differ by the request's origin, so that {@code Vary} must say so. */
  public static boolean varies(Gate gate) {
    return !gate.cors().isEmpty() && !gate.cors().contains("*");
  }
}
