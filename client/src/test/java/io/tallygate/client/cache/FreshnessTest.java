package io.tallygate.client.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9111, one line per case. CC is Cache-Control; D is a Date, E that time and 100 s. */
final class FreshnessTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          200 | CC: max-age=60                        |   0 | yes
          200 | CC: max-age=60, no-store              |   0 | no
          200 | CC: no-store                          | 100 | no
          200 | CC: private, max-age=60               |   0 | yes
          200 | CC: max-age=0                         |   0 | no
          200 | CC: max-age=0 ~ ETag: "a"             |   0 | yes
          200 | ETag: "a"                             |   0 | yes
          200 | Last-Modified: D                      |   0 | yes
          200 | X: y                                  |   0 | no
          200 | X: y                                  | 100 | yes
          200 | CC: no-cache                          | 100 | no
          200 | CC: s-maxage=60                       |   0 | no
          200 | Date: D ~ Expires: E                  |   0 | yes
          200 | Date: D ~ Expires: D                  | 100 | no
          200 | Date: D ~ Expires: 0                  | 100 | no
          200 | CC: max-age=60 ~ Vary: *              |   0 | no
          200 | CC: max-age=60 ~ Vary: Accept         |   0 | yes
          404 | CC: max-age=60                        |   0 | yes
          206 | CC: max-age=60                        |   0 | no
          500 | CC: max-age=60                        |   0 | no
          429 | CC: max-age=60                        | 100 | no
          """)
  void answer_ofStatusAndFields_mayBeStored(int status, String fields, long rule, String may) {
    assertThat(Freshness.isStorable(status, headers(fields), Duration.ofSeconds(rule)))
        .isEqualTo(may.equals("yes"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          CC: max-age=60                        | -                 |  59 |   0 | FRESH
          CC: max-age=60                        | -                 |  60 |   0 | VALIDATE
          CC: MAX-AGE="60"                      | -                 |  59 |   0 | FRESH
          CC: max-age=x                         | -                 |   0 |   0 | VALIDATE
          CC: max-age=60, max-age=10            | -                 |  30 |   0 | FRESH
          CC: max-age=99999999999999            | -                 |  30 |   0 | FRESH
          CC: max-age=60 ~ Date: D ~ Expires: D | -                 |  30 |   0 | FRESH
          Date: D ~ Expires: E                  | -                 |  99 |   0 | FRESH
          Date: D ~ Expires: E                  | -                 | 100 |   0 | VALIDATE
          Date: D ~ Expires: 0                  | -                 |   0 | 100 | VALIDATE
          X: y                                  | -                 |  99 | 100 | FRESH
          X: y                                  | -                 | 100 | 100 | VALIDATE
          CC: no-cache, max-age=60              | -                 |   0 |   0 | MUST_VALIDATE
          CC: max-age=60, must-revalidate       | -                 |  59 |   0 | FRESH
          CC: max-age=60, must-revalidate       | -                 |  60 |   0 | MUST_VALIDATE
          CC: max-age=60, must-revalidate       | CC: max-stale     |  60 |   0 | MUST_VALIDATE
          CC: max-age=60                        | CC: no-cache      |   0 |   0 | MUST_VALIDATE
          CC: max-age=60                        | CC: max-age=10    |  11 |   0 | VALIDATE
          CC: max-age=60                        | CC: max-age=10    |  10 |   0 | FRESH
          CC: max-age=60                        | CC: min-fresh=10  |  50 |   0 | VALIDATE
          CC: max-age=60                        | CC: min-fresh=10  |  49 |   0 | FRESH
          CC: max-age=60                        | CC: max-stale=5   |  65 |   0 | FRESH
          CC: max-age=60                        | CC: max-stale=5   |  66 |   0 | VALIDATE
          CC: max-age=60                        | CC: max-stale     | 999 |   0 | FRESH
          """)
  void stored_atAge_isUsed(String fields, String asked, long age, long rule, Freshness.Use use)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1/"));
    headers(asked.equals("-") ? "X: y" : asked)
        .map()
        .forEach((name, values) -> request.header(name, values.get(0)));
    assertThat(Freshness.use(headers(fields), request.build(), age, Duration.ofSeconds(rule)))
        .isEqualTo(use);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          X: y             | 0 |  0
          Age: 7           | 2 |  9
          Age: x           | 2 |  2
          Date: D          | 0 | 50
          Date: D ~ Age: 7 | 2 | 50
          Date: D ~ Age: 70| 2 | 72
          Date: E          | 0 |  0
          """)
  void age_ofAnswer_isTheOldestReading(String fields, long delay, long age) {
    assertThat(Freshness.initialAgeSeconds(headers(fields), 1_795_525_250L, delay)).isEqualTo(age);
  }

  @Test
  void request_thatIsNoPlainGet_isNoneOfTheCaches() {
    assertThat(Freshness.concerns(request("X", "y").build())).isTrue();
    assertThat(Freshness.concerns(request("Range", "bytes=0-1").build())).isFalse();
    assertThat(Freshness.concerns(request("If-None-Match", "*").build())).isFalse();
    assertThat(Freshness.concerns(request("Cache-Control", "no-store").build())).isFalse();
    HttpRequest head =
        request("X", "y").method("HEAD", HttpRequest.BodyPublishers.noBody()).build();
    assertThat(Freshness.concerns(head)).isFalse();
  }

  @Test
  void shelf_beyondItsBytes_forgetsWhatWasNotAskedForLongest() {
    byte[] body = "x".repeat(1_000).getBytes(StandardCharsets.UTF_8);
    Shelf shelf = new Shelf(3L * (body.length + 1_024));
    for (int i = 0; i < 4; i++) {
      HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1/" + i)).build();
      Stored stored = new Stored(request, new Stored.Head(200, headers("ETag: a")), body, 0);
      shelf.put(Stored.Key.of(request), stored);
      shelf.find(key(0));
    }
    assertThat(shelf.size()).isEqualTo(3);
    assertThat(shelf.find(key(0))).isPresent();
    assertThat(shelf.find(key(1))).isEmpty();
    shelf.remove(URI.create("http://127.0.0.1/0"));
    assertThat(shelf.find(key(0))).isEmpty();
  }

  private static Stored.Key key(int i) {
    return Stored.Key.of(HttpRequest.newBuilder(URI.create("http://127.0.0.1/" + i)).build());
  }

  private static HttpRequest.Builder request(String name, String value) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1/")).header(name, value);
  }

  private static HttpHeaders headers(String fields) {
    Map<String, List<String>> map = new LinkedHashMap<>();
    for (String field : fields.split(" ~ ", -1)) {
      String[] parts = field.split(": ", 2);
      String value =
          switch (parts[1]) {
            case "D" -> "Tue, 24 Nov 2026 13:00:00 GMT";
            case "E" -> "Tue, 24 Nov 2026 13:01:40 GMT";
            default -> parts[1];
          };
      map.computeIfAbsent(
              parts[0].equals("CC") ? "Cache-Control" : parts[0], any -> new ArrayList<>())
          .add(value);
    }
    return HttpHeaders.of(map, (name, value) -> true);
  }
}
