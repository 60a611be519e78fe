package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.clock.Ticker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import tools.jackson.databind.JsonNode;

/** The sandbox behind the gateway: which row of the published limits each of its calls charges. */
@Timeout(120)
final class SandboxRowsIT {

  private static final Path REFERENCE = Path.of("..", "docs", "reference", "sandbox.md");
  private static final String TABLE = "/io/tallygate/command/sandbox-rows.csv";

  @TempDir static Path folder;
  private static final Lifetime LIFETIME = new Lifetime();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static String gateway = "";
  private static String key = "";

  @BeforeAll
  static void start() throws Exception {
    Surroundings surroundings = new Surroundings(Map.of(), folder, Ticker.SYSTEM, "tester");
    String screen =
        new Demo(surroundings, LIFETIME, note -> {})
            .start(Map.of(Setting.PORT, "0", Setting.ADMIN_PORT, "0", Setting.DATA, "data"));
    gateway = Cli.word(screen, "gateway");
    key = Cli.word(screen, "key");
  }

  @AfterAll
  static void stop() {
    LIFETIME.close();
  }

  private static HttpResponse<String> call(String method, String url, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Bearer " + key)
            .method(method, BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  /** What the key has used of each group, as the page of limits says, which charges none. */
  private static Map<String, Long> used() throws Exception {
    JsonNode page =
        Json.MAPPER.readTree(call("GET", gateway + "/docs/rate-limits.json", "").body());
    Map<String, Long> used = new HashMap<>();
    for (JsonNode counter : page.at("/usage/counters")) {
      used.put(counter.get("group").asString(), counter.at("/limits/0/used").asLong());
    }
    return used;
  }

  @ParameterizedTest
  @CsvFileSource(resources = TABLE, numLinesToSkip = 1, delimiter = '|')
  void call_eachEndpoint_chargesItsRowOnce(
      String method, String path, String body, Expected expected) throws Exception {
    Map<String, Long> before = used();

    HttpResponse<String> answer =
        call(method, gateway + path, body.equals("-") ? "" : body.replace('\'', '"'));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected.status());
    String group = answer.headers().firstValue("RateLimit").orElseThrow().split("\"", -1)[1];
    assertThat(group).isEqualTo(expected.group());
    for (String field : new String[] {"Limit", "Remaining", "Reset"}) {
      assertThat(answer.headers().firstValue("X-RateLimit-" + field)).isPresent();
    }
    Map<String, Long> after = used();
    before.merge(group, 1L, (used, one) -> after.containsKey(group) ? used + one : used);
    before.keySet().retainAll(after.keySet()); // three groups are not on the page
    assertThat(after).isEqualTo(before);
    assertThat(Files.readString(REFERENCE))
        .contains("| `%s %s` |".formatted(method, path.replaceAll("vg_[a-z]+_0+|ep_0+", "{id}")));
  }

  /** {@code 202 tools}: the status, and the group that is charged. */
  record Expected(int status, String group) {

    static Expected valueOf(String text) {
      String[] words = text.split(" ", -1);
      return new Expected(Integer.parseInt(words[0]), words[1]);
    }
  }

  @Test
  void signedLink_withoutAKey_chargesNone() throws Exception {
    String upload =
        call("POST", gateway + "/v1/files/upload", "{\"displayName\":\"disc.png\"}").body();
    Map<String, Long> before = used();
    Path disc = Path.of("src", "test", "resources", "io", "tallygate", "command", "disc.png");
    HttpRequest put =
        HttpRequest.newBuilder(URI.create(Json.MAPPER.readTree(upload).get("uploadUrl").asString()))
            .PUT(BodyPublishers.ofFile(disc))
            .build();

    HttpResponse<String> answer = CLIENT.send(put, BodyHandlers.ofString());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("RateLimit").orElseThrow()).startsWith("\"open\"");
    assertThat(used()).isEqualTo(before);
  }
}
