package io.tallygate.client.backoff;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLException;

/** Which calls may be made again, and after what. Pure functions. */
public final class Repeatable {

  /*
   * A request may be made again if it was not carried out, or if carrying it out twice is the same
   * as once. RFC 9110, section 9.2.2: a client should not repeat a request with a method that is
   * not idempotent, unless it knows that the request is, or that it was never applied.
   *
   *   429                          was not carried out (RFC 6585, section 4): any method
   *   no connection                was not sent: any method
   *   408, 500, 502, 503, 504      may have been carried out: idempotent methods, or a request
   *   connection lost              with an Idempotency-Key, by which the server knows it again
   *   the request's own time-out   the program that set it has given up: never
   *   anything else                would come out the same: never
   */

  public static final int LIMITED = 429;

  private static final Set<Integer> PASSING = Set.of(408, 500, 502, 503, 504);

  /** RFC 9110, section 9.2.2. */
  private static final Set<String> IDEMPOTENT =
      Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

  private Repeatable() {}

  /** After an answer with this status. */
  public static boolean afterStatus(int status, HttpRequest request) {
    return status == LIMITED || (PASSING.contains(status) && isIdempotent(request));
  }

  /** After no answer. */
  public static boolean afterFailure(Throwable failure, HttpRequest request) {
    if (failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException) {
      return true;
    }
    return failure instanceof IOException
        && !(failure instanceof HttpTimeoutException)
        && !(failure instanceof SSLException)
        && isIdempotent(request);
  }

  private static boolean isIdempotent(HttpRequest request) {
    return IDEMPOTENT.contains(request.method().toUpperCase(Locale.ROOT))
        || request.headers().firstValue("Idempotency-Key").isPresent();
  }
}
