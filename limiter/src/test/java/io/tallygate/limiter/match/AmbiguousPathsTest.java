package io.tallygate.limiter.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.PathCase;
import io.tallygate.limiter.policy.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths with more than one reading: charged where all agree, else refused. */
final class AmbiguousPathsTest {

  private static String payer(PathCase pathCase, String method, String path) {
    return VideoGenShape.payer(
        EndpointMatcher.of(VideoGenShape.policy(pathCase)).match(method, path));
  }

  /** Each line is one way to hide an endpoint. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          POST, /v1/files/%75pload
          POST, /v1/files/%2575pload
          POST, /v1/files/%25%37%35pload
          POST, /v1%2Ffiles%2Fupload
          POST, /v1/files%2Fupload
          POST, /v1/files%252Fupload
          POST, /v1\\files\\upload
          POST, /v1/files%5Cupload
          POST, /v1/files%255Cupload
          POST, //v1/files/upload
          POST, /v1//files/upload
          POST, /v1/files/upload//
          POST, /v1/./files/upload
          POST, /v1/files/x/../upload
          POST, /v1/files/x/%2E%2e/upload
          POST, /v1/files/x/%252e./upload
          POST, /v1/files/x/..%2Fupload
          POST, /v1/files/x%2F..%2Fupload
          POST, /v1/files/x/..;a=b/upload
          POST, /v1/files/x/%2e%2e%3Ba=b/upload
          POST, /v1/files/upload/.
          POST, /v1/files/upload/x/..
          POST, /v1/files/upload;a=b
          POST, /v1/files/upload%3Ba=b
          POST, /v1/files/upload%253Ba=b
          POST, /v1/files;a=b/upload
          POST, /v1/;a=b/files/upload
          POST, /;/v1/files/upload
          POST, /v1/files/upload%3Fa=b
          POST, /v1/files/upload%253Fa=b
          POST, /v1/files/upload%3F/../../x
          POST, /v1/files/upload#x
          POST, /v1/files/upload%23x
          POST, /v1/files/upload%2523/x
          POST, //host/v1/files/upload
          POST, //user@host:80/v1/files/upload
          POST, ///host/v1/files/upload
          POST, /\\/host/v1/files/upload
          POST, /%5Chost/v1/files/upload
          POST, /v1/files/upload%20
          POST, /v1/files/%20upload
          POST, /v1/files/upload%A0
          POST, /v1/files/upload%C2%A0
          POST, /v1/files/%C1%B5pload
          POST, /v1/files/%25C1%25B5pload
          POST, /v1/files%C0%AFupload
          POST, /v1/files%E0%80%AFupload
          POST, /v1/files%F0%80%80%AFupload
          POST, /v1/files%F8%80%80%80%AFupload
          POST, /v1/files%FC%80%80%80%80%AFupload
          POST, /v1/files/x/%C0%AE%C0%AE/upload
          POST, /v1/files/x%C1%9C..%C1%9Cupload
          POST, /v1/files/%u0075pload
          POST, /v1/files%u002Fupload
          POST, /v1/files/%25u0075pload
          POST, /v1/%66iles/a%2Fb/hydrate
          POST, /v1/%C1%A6iles/a%C0%AFb/hydrate
          POST, /v1/%U0066iles/a%u002Fb/hydrate
          POST, /v1/webhoo%E2%84%AAs/endpoints
          POST, /v1/webhook%C5%BF/endpoints
          POST, /v1/f%C4%B1les/upload
          POST, /v1/f%C4%B0les/upload
          POST, /v1/%EF%AC%81les/upload
          POST, /v1/files/%EF%BD%95pload
          POST, /v1/files/a%2Fb/hydrate
          POST, /v1/files/a%3Fb/hydrate
          POST, /v1/files/../hydrate
          POST, /v1/files/;/hydrate
          GET,  /v1/files/..
          GET,  /v1/files/%2E%2E
          GET,  /v1/files/a%2Fb
          GET,  /v1/files/a%252Fb
          GET,  /v1/files/a%5Cb
          GET,  /v1/files/..%2Fadmin
          GET,  /v1/resources/../admin
          GET,  /v1/resources/..%2f..%2fv1/admin
          GET,  /v1/resources//
          GET,  /docs/../v1/files
          GET,  /docs/%2e%2e/v1/files
          GET,  /docs%2Fa
          GET,  /v1/files%2F..%2F..%2Fdocs/a
          """)
  void match_readingsDiffer_isAmbiguous(String method, String path) {
    assertThat(payer(PathCase.IGNORED, method, path)).isEqualTo("ambiguous");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          GET,  /v1/files/%C3%A9t%C3%A9.pdf,             files
          GET,  /v1/files/.,                             files
          GET,  /v1/files/./f1,                          ambiguous
          GET,  /v1/files/;x,                            files
          GET,  /v1/files/a;v=1,                         files
          GET,  /v1/files/a%3Bv=1,                       files
          GET,  /v1/files/a%3Fb,                         files
          GET,  /v1/files/a%23b,                         files
          GET,  /v1/files/%3Fb,                          files
          GET,  /v1/files/100%25,                        files
          GET,  /v1/files/100%25ab,                      files
          GET,  /v1/files/%,                             files
          GET,  /v1/files/%zz%4,                         files
          GET,  /v1/files/%u00e9,                        files
          GET,  /v1/files/%FF%FE,                        files
          GET,  /v1/files/%20a%20,                       files
          GET,  /v1/files/...,                           files
          POST, /v1/files/a;v=1/hydrate,                 hydrate
          POST, /v1/tools/a%2Fb,                         tools
          POST, /v1/tools/a//b,                          tools
          POST, /v1/tools/a\\b,                          tools
          POST, /v1/tools/a/../b,                        tools
          POST, /v1/tools/executions/x%2Fcancel,         ambiguous
          POST, /v1/tools/executions%2Fx,                tools
          GET,  /v1/resources/a/%2e%2e/b,                resources
          GET,  /docs/a/../b,                            open
          GET,  /docs/a%2Fb;c,                           open
          GET,  /v1/../v1/admin,                         other
          GET,  /v1/files/../admin,                      other
          GET,  /v1/admin;x,                             other
          PUT,  /v1/files/a%2Fb,                         other
          """)
  void match_readingsAgree_isTheirs(String method, String path, String payer) {
    assertThat(payer(PathCase.IGNORED, method, path)).isEqualTo(payer);
  }

  @ParameterizedTest
  @CsvSource({
    "%00",
    "%0A",
    "%0d",
    "%1F",
    "%7F",
    "%09",
    "%2500",
    "%250A",
    "%C0%80",
    "%25C0%2580",
    "%u0000",
  })
  void match_controlCharacter_isAmbiguousEverywhere(String control) {
    for (String path : new String[] {"/v1/files/a", "/v1/tools/a", "/nowhere", "/docs/a", "/"}) {
      for (String method : new String[] {"GET", "POST", "PUT"}) {
        assertThat(payer(PathCase.IGNORED, method, path + control)).isEqualTo("ambiguous");
      }
    }
  }

  @Test
  void match_rawControlCharacter_isAmbiguous() {
    for (char c = 0; c < ' '; c++) {
      assertThat(payer(PathCase.IGNORED, "GET", "/v1/files/a" + c + "b")).isEqualTo("ambiguous");
    }
    assertThat(payer(PathCase.IGNORED, "GET", "/v1/files/a\u007Fb")).isEqualTo("ambiguous");
  }

  @Test
  void match_rawBytesBeyondAscii_areReadAsBytes() {
    assertThat(payer(PathCase.IGNORED, "GET", "/v1/files/\u00C3\u00A9")).isEqualTo("files");
    assertThat(payer(PathCase.IGNORED, "POST", "/v1/files\u00C0\u00AFupload"))
        .isEqualTo("ambiguous");
    assertThat(payer(PathCase.IGNORED, "POST", "/v1/files/upload\u00A0")).isEqualTo("ambiguous");
    assertThat(payer(PathCase.IGNORED, "POST", "/v1/webhoo\u00E2\u0084\u00AAs/endpoints"))
        .isEqualTo("ambiguous");
  }

  @Test
  void match_charsThatAreNoBytes_areReadAsText() {
    assertThat(payer(PathCase.IGNORED, "GET", "/v1/files/\u65E5\uD83D\uDE00")).isEqualTo("files");
    assertThat(payer(PathCase.IGNORED, "POST", "/v1/webhoo\u212As/endpoints"))
        .isEqualTo("ambiguous");
  }

  @ParameterizedTest
  @CsvSource({"''", "*", "v1/files", "http://host/v1/files", "\\v1\\files", "%2Fv1"})
  void match_pathWithoutFirstSlash_isAmbiguous(String path) {
    assertThat(payer(PathCase.IGNORED, "GET", path)).isEqualTo("ambiguous");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/%66iles, ambiguous",
    "/v1/%46iles, other",
    "/v1/Files;x, other",
    "/v1/files%20, ambiguous",
    "/v1/f%C4%B1les, other",
    "/v1/%EF%AC%81les, ambiguous",
  })
  void match_caseExact_readsAllButTheCase(String path, String payer) {
    assertThat(payer(PathCase.EXACT, "GET", path)).isEqualTo(payer);
  }

  @Test
  void match_eachEndpointCounts_endpointsOfOneGroupDisagree() {
    String lines = "files GET /v1/files\nfiles GET /v1/files/{id}\nrest GET /v1/rest/*";
    Policy shared = VideoGenShape.policy(lines, CounterScope.SHARED, PathCase.IGNORED);
    Policy each = VideoGenShape.policy(lines, CounterScope.EACH_ENDPOINT, PathCase.IGNORED);

    assertThat(VideoGenShape.payer(EndpointMatcher.of(shared).match("GET", "/v1/files/;x")))
        .isEqualTo("files");
    assertThat(VideoGenShape.payer(EndpointMatcher.of(each).match("GET", "/v1/files/;x")))
        .isEqualTo("ambiguous");
    assertThat(VideoGenShape.payer(EndpointMatcher.of(each).match("GET", "/v1/rest/a%2Fb")))
        .isEqualTo("rest");
  }

  @Test
  void match_readingsAgree_resultIsThatOfThePathAsSent() {
    EndpointMatcher matcher = EndpointMatcher.of(VideoGenShape.policy(PathCase.IGNORED));

    Match.Named match = (Match.Named) matcher.match("GET", "/v1/files/;x");

    assertThat(match.endpoint().pattern()).isEqualTo("/v1/files/{id}");
  }

  @Test
  void match_openByEveryReadingButOne_isAmbiguous() {
    Policy policy =
        VideoGenShape.policy(
            "open GET /docs/*\nopen GET /help\nlisted GET /docs/private",
            CounterScope.SHARED,
            PathCase.IGNORED);
    EndpointMatcher matcher = EndpointMatcher.of(policy);

    assertThat(matcher.match("GET", "/docs/%70rivate")).isEqualTo(new Match.Ambiguous());
    assertThat(matcher.match("GET", "/docs/private/..")).isEqualTo(new Match.Ambiguous());
    assertThat(VideoGenShape.payer(matcher.match("GET", "/docs/../help"))).isEqualTo("open");
  }

  @Test
  void match_workAtItsMaximum_isDoneAndOnePastRefused() {
    // Two readings: as sent, and with the triplet decoded to one character.
    int length = (Readings.WORK_MAX - 2 * Readings.WORK_PER_READING + 2) / 2;
    String path = "/v1/files/%41";
    String atMost = path + "x".repeat(length - path.length());

    assertThat(payer(PathCase.IGNORED, "GET", atMost)).isEqualTo("files");
    assertThat(payer(PathCase.IGNORED, "GET", atMost + "x")).isEqualTo("ambiguous");
  }

  @Test
  void match_manyReadings_endWithinTheMaximum() {
    String[] pieces = {
      "/%252e", "/..", ";a", "//", "%255C", "%253F", "%20", "%25C0%25AF", "\\", "#"
    };
    StringBuilder path = new StringBuilder("/v1/tools/a/b/c/d/e/f");
    int[] readings = {0};
    for (int i = 0; i < 200; i++) {
      path.append(pieces[i % pieces.length]).append("/x");
    }

    boolean all = Readings.every(path.toString(), PathCase.IGNORED, reading -> ++readings[0] > 0);

    assertThat(all).isFalse();
    assertThat(readings[0]).isBetween(10, Readings.WORK_MAX / Readings.WORK_PER_READING);
  }
}
