package io.tallygate.client.backoff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpTimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RepeatableTest {

  /** One line per status or failure: what a GET, a POST and a POST with an Idempotency-Key may. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200             | no  | no  | no
          400             | no  | no  | no
          401             | no  | no  | no
          404             | no  | no  | no
          408             | yes | no  | yes
          409             | no  | no  | no
          425             | no  | no  | no
          429             | yes | yes | yes
          500             | yes | no  | yes
          501             | no  | no  | no
          502             | yes | no  | yes
          503             | yes | no  | yes
          504             | yes | no  | yes
          505             | no  | no  | no
          not connected   | yes | yes | yes
          connect timeout | yes | yes | yes
          lost            | yes | no  | yes
          timeout         | no  | no  | no
          bad certificate | no  | no  | no
          own mistake     | no  | no  | no
          """)
  void call_afterWhatHappened_mayBeRepeated(String what, String get, String post, String keyed) {
    assertThat(mayRepeat(what, request("GET"))).isEqualTo(get.equals("yes"));
    assertThat(mayRepeat(what, request("POST"))).isEqualTo(post.equals("yes"));
    HttpRequest withKey =
        HttpRequest.newBuilder(request("POST"), (name, value) -> true)
            .header("Idempotency-Key", "k1")
            .build();
    assertThat(mayRepeat(what, withKey)).isEqualTo(keyed.equals("yes"));
  }

  @ParameterizedTest
  @CsvSource({
    "HEAD, true",
    "OPTIONS, true",
    "TRACE, true",
    "PUT, true",
    "DELETE, true",
    "put, true",
    "PATCH, false",
    "MOVE, false"
  })
  void method_afterLostConnection_mayBeRepeatedIfIdempotent(String method, boolean may) {
    assertThat(Repeatable.afterFailure(new IOException(), request(method))).isEqualTo(may);
    assertThat(Repeatable.afterStatus(503, request(method))).isEqualTo(may);
  }

  private static boolean mayRepeat(String what, HttpRequest request) {
    if (what.matches("[0-9]+")) {
      return Repeatable.afterStatus(Integer.parseInt(what), request);
    }
    Throwable failure =
        switch (what) {
          case "not connected" -> new ConnectException();
          case "connect timeout" -> new HttpConnectTimeoutException("");
          case "lost" -> new IOException("connection reset");
          case "timeout" -> new HttpTimeoutException("");
          case "bad certificate" -> new SSLHandshakeException("");
          default -> new IllegalArgumentException();
        };
    return Repeatable.afterFailure(failure, request);
  }

  private static HttpRequest request(String method) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1/"))
        .method(method, BodyPublishers.noBody())
        .build();
  }
}
