package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
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
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The sandbox behind the gateway: each endpoint's answers, which row of the published limits each
 * call charges, and the limits in the head of each answer.
 */
@Timeout(180)
final class SandboxRowsIT {

  private static final Path REFERENCE = Path.of("..", "docs", "reference", "sandbox.md");
  private static final Path DISC =
      Path.of("src", "test", "resources", "io", "tallygate", "command", "disc.png");
  private static final String TABLE = "/io/tallygate/command/sandbox-rows.csv";

  @TempDir static Path folder;
  private static final Lifetime LIFETIME = new Lifetime();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Map<String, String> KEYS = new HashMap<>();
  private static final Map<String, String> IDS = new HashMap<>();
  private static String gateway = "";
  private static JsonNode contract = Json.MAPPER.createObjectNode();

  @BeforeAll
  static void start() throws Exception {
    Surroundings surroundings = new Surroundings(Map.of(), folder, Ticker.SYSTEM, "tester");
    String screen =
        new Demo(surroundings, LIFETIME, note -> {})
            .start(Map.of(Setting.PORT, "0", Setting.ADMIN_PORT, "0", Setting.DATA, "data"));
    gateway = Cli.word(screen, "gateway");
    KEYS.put("key", Cli.word(screen, "key"));
    Cli cli = new Cli(Map.of(), folder, Ticker.SYSTEM);
    KEYS.put(
        "other",
        Cli.word(cli.run("key", "create", "--name", "other", "--data", "data").out(), "key"));
    Await.until(() -> call("other", "GET", "/v1/files", "").statusCode() == 200);
    contract = json(call("key", "GET", "/open/openapi.json", ""));
    IDS.put("$image", uploaded());
    IDS.put(
        "$execution", post("/v1/tools/generate-image", "{'prompt':'[stuck]'}", "/toolExecutionId"));
    IDS.put("$audio", made("generate-sound-effect", "{'prompt':'tone','durationSeconds':1}"));
    IDS.put("$video", made("generate-video-clip", "{'prompt':'a'}"));
    IDS.put(
        "$voice",
        json(call("key", "GET", "/v1/resources/tts-voices", ""))
            .at("/ttsVoices/0/voiceId")
            .asString());
    IDS.put(
        "$presenter",
        json(call("key", "GET", "/v1/resources/avatar-presenters", ""))
            .at("/avatarPresenters/0/avatarPresenterId")
            .asString());
    IDS.put(
        "$endpoint",
        post(
            "/v1/webhooks/endpoints",
            "{'url':'http://127.0.0.1:9000/','events':['tool_execution.failed']}",
            "/endpointId"));
  }

  @AfterAll
  static void stop() {
    LIFETIME.close();
  }

  private static HttpResponse<String> call(String who, String method, String path, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(gateway + path))
            .method(method, BodyPublishers.ofString(body));
    if (KEYS.containsKey(who)) {
      request.header("Authorization", "Bearer " + KEYS.get(who));
    }
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return Json.MAPPER.readTree(answer.body());
  }

  private static String post(String path, String body, String pointer) throws Exception {
    return json(call("key", "POST", path, body.replace('\'', '"'))).at(pointer).asString();
  }

  private static String uploaded() throws Exception {
    JsonNode file = json(call("key", "POST", "/v1/files/upload", "{\"displayName\":\"disc.png\"}"));
    assertThat(put(file.get("uploadUrl").asString()).statusCode()).isEqualTo(200);
    String id = file.get("fileId").asString();
    Await.until(
        () ->
            json(call("key", "POST", "/v1/files/" + id + "/hydrate", ""))
                .at("/downloadSource/status")
                .asString()
                .equals("ready"));
    return id;
  }

  private static HttpResponse<String> put(String url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).PUT(BodyPublishers.ofFile(DISC)).build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  private static String made(String tool, String body) throws Exception {
    String id = post("/v1/tools/" + tool, body, "/toolExecutionId");
    Await.until(
        () ->
            json(call("key", "GET", "/v1/tools/executions/" + id, ""))
                .get("status")
                .asString()
                .equals("succeeded"));
    return json(call("key", "GET", "/v1/tools/executions/" + id, ""))
        .at("/results/0/fileId")
        .asString();
  }

  /** What a key has used of each group, as the page of limits says, which charges none. */
  private static Map<String, Long> used(String who) throws Exception {
    Map<String, Long> used = new HashMap<>();
    for (JsonNode counter :
        json(call(who, "GET", "/docs/rate-limits.json", "")).at("/usage/counters")) {
      used.put(counter.get("group").asString(), counter.at("/limits/0/used").asLong());
    }
    return used;
  }

  private static String withIds(String text) {
    String named = text;
    for (Map.Entry<String, String> id : IDS.entrySet()) {
      named = named.replace(id.getKey(), id.getValue());
    }
    return named;
  }

  @ParameterizedTest
  @CsvFileSource(resources = TABLE, numLinesToSkip = 1, delimiter = '|')
  void call_eachEndpointAndAnswer_chargesItsRowOnce(
      String who, String call, String body, Expected expected) throws Exception {
    String[] words = call.split(" ", -1);
    Map<String, Long> before = used(who);

    HttpResponse<String> answer =
        call(
            who,
            words[0],
            withIds(words[1]),
            body.equals("-") ? "" : withIds(body).replace('\'', '"'));

    String code = answer.statusCode() < 400 ? "" : " " + json(answer).path("code").asString("");
    assertThat(answer.statusCode() + code).as(answer.body()).isEqualTo(expected.answer());
    assertThat(answer.headers().firstValue("RateLimit").orElseThrow())
        .startsWith("\"" + expected.group() + "\"");
    for (String field : new String[] {"Limit", "Remaining", "Reset"}) {
      assertThat(answer.headers().firstValue("X-RateLimit-" + field)).isPresent();
    }
    Map<String, Long> after = used(who);
    before.computeIfPresent(expected.group(), (group, used) -> used + 1); // 3 are not on the page
    assertThat(after).isEqualTo(before);
    String operation = operation(call);
    assertThat(Files.readString(REFERENCE))
        .contains("| `%s` | `%s` |".formatted(operation, expected.group()));
    checkAgainstTheContract(operation, answer);
  }

  /** {@code 400 invalid_id in files}: status and code, and the group that is charged. */
  record Expected(String answer, String group) {

    static Expected valueOf(String text) {
      String[] parts = text.split(" in ", -1);
      return new Expected(parts[0], parts[1]);
    }
  }

  /** The answer's body is as the OpenAPI file has it for its status. */
  private static void checkAgainstTheContract(String operation, HttpResponse<String> answer) {
    String[] words = operation.split(" ", -1);
    JsonNode responses =
        contract.get("paths").properties().stream()
            .filter(path -> path.getKey().replaceAll("\\{\\w+}", "{id}").equals(words[1]))
            .map(path -> path.getValue().get(words[0].toLowerCase(Locale.ROOT)))
            .filter(Objects::nonNull)
            .map(found -> found.get("responses"))
            .findFirst()
            .orElseThrow();
    JsonNode exact = responses.get(Integer.toString(answer.statusCode()));
    JsonNode content = (exact == null ? responses.get("default") : exact).path("content");
    if (content.isMissingNode()) {
      assertThat(answer.body()).isEmpty();
      return;
    }
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("$ref", content.at("/application~1json/schema/$ref").asString());
    node.set("components", contract.get("components"));
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(node);
    assertThat(schema.validate(json(answer))).as(answer.body()).isEmpty();
  }

  @Test
  void call_withoutAKey_isRefusedAndChargesNoRow() throws Exception {
    Set<String> operations = operations();
    assertThat(operations).as("the API's endpoints").hasSize(25);
    Map<String, Long> before = used("key");
    for (String operation : operations) {
      String[] words = operation.split(" ", -1);

      HttpResponse<String> answer = call("nobody", words[0], words[1].replace("{id}", "x"), "");

      assertThat(answer.statusCode()).as(operation).isEqualTo(401);
      assertThat(json(answer).get("code").asString()).isEqualTo("missing_api_key");
      assertThat(answer.headers().firstValue("RateLimit").orElseThrow())
          .startsWith("\"failed-keys\"");
    }
    assertThat(used("key")).isEqualTo(before);
  }

  /** All that the table calls, each once. */
  private static Set<String> operations() throws Exception {
    Path table = Path.of("src", "test", "resources").resolve(TABLE.substring(1));
    return Files.readAllLines(table).stream()
        .skip(1)
        .map(line -> operation(line.split("\\|", -1)[1]))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String operation(String call) {
    return call.replaceAll("\\?.*", "").replaceAll("/(\\$\\w+|x)(?=/|$)", "/{id}");
  }

  @Test
  void signedLink_withoutAKey_chargesNone() throws Exception {
    JsonNode file = json(call("key", "POST", "/v1/files/upload", "{\"displayName\":\"disc.png\"}"));
    Map<String, Long> before = used("key");

    HttpResponse<String> answer = put(file.get("uploadUrl").asString());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("RateLimit").orElseThrow()).startsWith("\"open\"");
    assertThat(used("key")).isEqualTo(before);
  }
}
