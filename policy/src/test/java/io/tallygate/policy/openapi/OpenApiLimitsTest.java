package io.tallygate.policy.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.policy.PolicyException;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.yaml.Problems;
import io.tallygate.policy.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenApiLimitsTest {

  private static final Path RESOURCES = Path.of("src", "test", "resources");
  private static final PolicyFile VIDEOGEN = PolicyFile.bundled("videogen");
  private static final long SEED = 20_261_124;

  @ParameterizedTest
  @ValueSource(strings = {"files.yaml", "files.json"})
  void add_file_isAsWrittenAndASecondRunChangesNothing(String name) throws IOException {
    String before = text("openapi/" + name);
    OpenApiLimits after = OpenApiLimits.add(name, before, VIDEOGEN);

    assertThat(after.text()).isEqualTo(text("golden/limits-" + name));
    assertThat(OpenApiLimits.add(name, after.text(), VIDEOGEN)).isEqualTo(after);
  }

  @Test
  void add_whatCannotBeSaid_isTold() throws IOException {
    assertThat(OpenApiLimits.add("f", text("openapi/files.yaml"), VIDEOGEN).remarks())
        .containsExactly("f: left alone: /elsewhere is described in another place");
    assertThat(
            OpenApiLimits.add(
                    "f",
                    """
                    openapi: 3.0.0
                    paths:
                      /v1/tools/../files/upload: {post: {responses: {}}}
                      /c: {servers: [], get: {responses: {}}}
                      /d: {get: {responses: {"429": {$ref: "x.yaml#/429"}}}}
                    """,
                    VIDEOGEN)
                .remarks())
        .containsExactly(
            "f: left alone: POST /v1/tools/../files/upload has a path that a gateway refuses",
            "f: left alone: GET /c has servers of its own",
            "f: left alone: GET /d 429 is described in another place");
  }

  /** Paths below the server's, and what the extension says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          get    | /files          | {"group": "files", "limits": ["5 requests/hour"], \
          "counter": "each-endpoint"}
          get    | /files/{id}     | {"group": "files", "limits": ["5 requests/hour"], \
          "counter": "each-endpoint"}
          head   | /files          | {"group": "files", "limits": ["5 requests/hour"], \
          "counter": "each-endpoint"}
          get    | /files/x        | {"group": "x", "limits": ["1 request/day", "1 request/second"]}
          post   | /files          | {"group": "other"}
          get    | /hidden/{a}.{b} | {"group": "hidden"}
          get    | /docs           | {"open": true, "limits": ["600 requests/minute"]}
          """)
  void add_operation_getsTheGroupThatTheGatewayFinds(String method, String path, String said) {
    PolicyFile policy =
        PolicyFile.parse(
            "p",
            """
            groups:
              files:
                limit: 5/hour
                endpoints: [GET /v1/files, "GET /v1/files/{id}"]
                counter: each-endpoint
              x:
                limit: [1/day, {name: x-burst, limit: 1/second}]
                endpoints: [GET /v1/files/x]
              hidden:
                limit: 7/hour
                endpoints: [GET /v1/hidden/*]
                published: false
            other: 9/hour
            open: [GET /v1/docs]
            """);
    String api =
        "{\"openapi\": \"3.1.0\", \"servers\": [{\"url\": \"https://{h}/v1/\"}], \"paths\": {\""
            + path
            + "\": {\""
            + method
            + "\": {\"responses\": {}}}}}";

    assertThat(OpenApiLimits.add("f", api, policy).text())
        .contains("\"x-tallygate\": " + said + "}");
  }

  @Test
  void add_algorithms_areInTheExtensionAndTheHeadersAreExplained() {
    PolicyFile policy =
        PolicyFile.parse(
            "p",
            """
            groups:
              files:
                limit: [500/hour smooth, {name: at-once, limit: 10 in flight}]
                endpoints: [GET /files]
            other: 9/hour sliding
            """);
    String api =
        "{\"openapi\": \"3.1.0\", \"paths\": {\"/files\": {\"get\": {\"responses\": {}}}}}";
    String after = OpenApiLimits.add("f", api, policy).text();

    assertThat(after)
        .contains("\"limits\": [\"500 requests/hour smooth, burst 1\", \"10 in flight\"]")
        .contains("window admits; for a smooth limit its burst; in flight, how many may be under")
        .contains(
            "in seconds; for a smooth limit when its whole burst is back; in flight, a second");
    assertThat(OpenApiLimits.add("f", after, policy).text()).isEqualTo(after);
  }

  @Test
  void add_otherPolicy_changesTheExtensionsOnly() throws IOException {
    String first = OpenApiLimits.add("f", text("openapi/files.yaml"), VIDEOGEN).text();
    PolicyFile raised =
        PolicyFile.parse(
            "p", PolicyFile.bundledText("videogen").replace("50,000 requests", "60,000 requests"));
    String second = OpenApiLimits.add("f", first, raised).text();

    assertThat(second).contains("60,000 requests/hour").doesNotContain("50,000 requests/hour");
    assertThat(OpenApiLimits.add("f", second, raised).text()).isEqualTo(second);
  }

  @Test
  void add_lineEndsAndMark_areKept() throws IOException {
    String dos = "\uFEFF" + text("openapi/files.yaml").replace("\n", "\r\n");
    String after = OpenApiLimits.add("f", dos, VIDEOGEN).text();

    assertThat(after).isEqualTo("\uFEFF" + text("golden/limits-files.yaml").replace("\n", "\r\n"));
  }

  @Test
  void add_commentBehindTheLastValue_staysOnItsLine() {
    String api =
        """
        openapi: 3.1.0
        paths:
          /v1/files:
            get:
              responses: {} # none yet
              deprecated: true # since May
        """;

    assertThat(OpenApiLimits.add("f", api, VIDEOGEN).text())
        .contains("true # since May\n      x-tallygate:\n        group: files\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '{"swagger": "2.0"}'    | f: description must be OpenAPI 3.0 or 3.1: openapi=
          '[]'                    | f: description must be OpenAPI 3.0 or 3.1: openapi=
          '{"openapi": "3.0.0"}'  | f: paths must be a mapping: paths=
          '{"openapi": "3.0.0", "paths": {}, "components": []}' \
          | f: components must be a mapping: components=other
          '{"openapi": "3.0.0", "paths": {}, "components": {"headers": 1}}' \
          | f: headers must be a mapping: headers=other
          'paths: *x'             \
          | f:1:8: aliases are not allowed, write the value out: line=paths: *x
          """)
  void add_otherText_isRefused(String text, String message) {
    assertThatThrownBy(() -> OpenApiLimits.add("f", text, VIDEOGEN))
        .isInstanceOf(PolicyException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"files.yaml", "files.json", "tags.yaml", "paths.json"})
  void add_anyMutation_isRefusedOrKeepsAllAndIsAFixedPoint(String name) throws IOException {
    String text = text("openapi/" + name);
    Random random = new Random(SEED);
    int made = 0;
    for (int i = 0; i < 1_000; i++) {
      StringBuilder mutated = new StringBuilder(text);
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + random.nextInt(3));
      mutated.replace(at, to, Character.toString(" \n\"'|>#,:{}[]a-".charAt(random.nextInt(15))));
      String before = mutated.toString();
      try {
        String after = OpenApiLimits.add("f", before, VIDEOGEN).text();
        made++;
        Problems problems = new Problems("after");
        YamlReader.read(after.replace('\t', ' '), problems, 200);
        assertThat(problems.lines()).as("seed=%s i=%s %s", SEED, i, before).isEmpty();
        assertThat(OpenApiLimits.add("f", after, VIDEOGEN).text())
            .as("seed=%s i=%s %s", SEED, i, before)
            .isEqualTo(after);
        assertThat(isKept(before, after)).as("seed=%s i=%s %s", SEED, i, before).isTrue();
      } catch (PolicyException e) {
        assertThat(e.problems()).isNotEmpty();
      }
    }
    assertThat(made).isGreaterThan(100);
  }

  /** Whether all that was there is there, in its order; but for the extension, which is ours. */
  private static boolean isKept(String before, String after) {
    String kept = before.replaceAll("x-tallygate.*", "x-tallygate");
    int at = 0;
    for (int i = 0; i < after.length() && at < kept.length(); i++) {
      at += after.charAt(i) == kept.charAt(at) ? 1 : 0;
    }
    return at == kept.length();
  }

  private static String text(String name) throws IOException {
    return Files.readString(RESOURCES.resolve(name));
  }
}
