package io.tallygate.gateway.admin;

import static io.tallygate.gateway.admin.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.coach.Coach;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.usage.trial.Trials;
import io.tallygate.testing.RawClient.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The admin API answers as its OpenAPI document says; the client looks at each answer. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
final class AdminContractIT {

  private static final Trials NO_TRIALS =
      (policy, term) -> {
        throw new AssertionError("only the table is looked at");
      };

  /** Documented, and not to be had from outside. */
  private static final Set<String> OUT_OF_REACH = Set.of();

  private ApiFixture api;
  private Calls calls;
  private Provocations provocations;

  @BeforeAll
  void start(@TempDir Path folder) {
    api = new ApiFixture(folder.resolve("data"));
    calls = new Calls(api);
    provocations = new Provocations(api);
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @BeforeEach
  void newWindows() {
    api.ticker.skip(Duration.ofMinutes(2));
  }

  private static List<Operation> operations() {
    return Operations.all(() -> 0, NO_TRIALS, Coach.OFF);
  }

  private Stream<String> documented() {
    return operations().stream()
        .flatMap(
            operation -> {
              Set<Integer> statuses = new TreeSet<>(OpenApi.statuses(operation));
              statuses.add(operation.success());
              return statuses.stream().map(status -> operation.id() + " " + status);
            })
        .filter(pair -> !OUT_OF_REACH.contains(pair));
  }

  @ParameterizedTest
  @MethodSource("documented")
  void documentedStatus_isReached(String pair) {
    String[] parts = pair.split(" ", 2);
    Operation operation =
        operations().stream().filter(it -> it.id().equals(parts[0])).findFirst().orElseThrow();

    Response response = provocations.provoke(operation, Integer.parseInt(parts[1]));
    provocations.tidy();

    assertThat(response.status()).as(response.body()).isEqualTo(Integer.parseInt(parts[1]));
    assertThat(api.contract.seen()).contains(pair);
  }

  @Test
  void document_served_isTheTableAndTheFile() {
    Response response = api.client().send(ApiRequest.of("GET", OpenApi.PATH));

    JsonNode served = Shapes.MAPPER.readTree(response.body());
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.field("Content-Type")).isEqualTo("application/json");
    assertThat(served).isEqualTo(OpenApi.document(operations()));
    assertThat(served.get("openapi").stringValue()).startsWith("3.1");
    List<String> ids = served.findValuesAsString("operationId");
    assertThat(ids)
        .containsExactlyInAnyOrderElementsOf(operations().stream().map(Operation::id).toList());
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void document_references_allLeadSomewhere() {
    JsonNode document = OpenApi.document(operations());

    List<String> references = document.findValuesAsString("$ref");

    assertThat(references).isNotEmpty();
    assertThat(references)
        .allSatisfy(it -> assertThat(document.at(it.substring(1)).isMissingNode()).isFalse());
    Set<String> named = new TreeSet<>(references);
    for (String part : List.of("schemas", "parameters", "responses", "headers")) {
      document
          .at("/components/" + part)
          .propertyNames()
          .forEach(name -> assertThat(named).contains("#/components/" + part + "/" + name));
    }
  }

  private Response call(ApiRequest request) {
    return api.client().call(request.withToken(api.token(Role.ADMIN)));
  }

  private Response post(String path, String json) {
    return call(ApiRequest.of("POST", "/v1" + path, json(json)));
  }

  private static JsonNode node(Response response) {
    return Shapes.MAPPER.readTree(response.body());
  }

  @Test
  void head_get_isTheSameWithoutABody() {
    String path = "/v1/keys/" + calls.key();

    Response head = call(ApiRequest.of("HEAD", path));

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.field("ETag")).isEqualTo(call(ApiRequest.of("GET", path)).field("ETag"));
    assertThat(call(ApiRequest.of("HEAD", "/v1/keys/key_000000000000")).status()).isEqualTo(404);
  }

  @Test
  void etag_ofWhatWasChangedSince_isRefusedAndOfWhatIsThere_isNot() {
    String path = "/v1/keys/" + calls.key();
    String first = call(ApiRequest.of("GET", path)).field("ETag");
    ApiRequest rename = ApiRequest.of("PATCH", path, json("{'name':'two'}"));

    String second = call(rename.with("If-Match", first)).field("ETag");
    Response stale = call(rename.withBody(json("{'name':'three'}")).with("If-Match", first));

    assertThat(second).isNotEmpty().isNotEqualTo(first);
    assertThat(stale.status()).isEqualTo(412);
    assertThat(node(stale).get("code").stringValue()).isEqualTo("stale");
    Response now = call(ApiRequest.of("GET", path).with("If-None-Match", first));
    assertThat(now.status()).isEqualTo(200);
    assertThat(node(now).get("name").stringValue()).isEqualTo("two");
    assertThat(now.field("ETag")).isEqualTo(second);
    for (String known : List.of(second, "W/" + second, "\"x\", " + second, "*")) {
      Response same = call(ApiRequest.of("GET", path).with("If-None-Match", known));
      assertThat(same.status()).as(known).isEqualTo(304);
      assertThat(same.field("ETag")).isEqualTo(second);
    }
    assertThat(call(rename.with("If-Match", "*")).status()).isEqualTo(200);
    assertThat(call(rename.with("If-Match", "W/" + second)).status()).isEqualTo(412);
  }

  @Test
  void pages_followedByTheirCursor_areEverythingOnce() {
    Set<String> made = new TreeSet<>();
    for (int i = 0; i < 5; i++) {
      made.add(calls.owner());
    }
    Set<String> seen = new TreeSet<>();
    String cursor = "";
    do {
      JsonNode page = node(call(ApiRequest.of("GET", "/v1/owners?size=2" + cursor)));
      assertThat(page.get("items").size()).isLessThanOrEqualTo(2);
      page.get("items")
          .forEach(owner -> assertThat(seen.add(owner.get("id").stringValue())).isTrue());
      cursor = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").stringValue();
    } while (!cursor.isEmpty());

    assertThat(seen).containsAll(made);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POST  | /keys          | {}                                     | name
          POST  | /keys          | {'name':7}                             | name
          POST  | /keys          | {'name':''}                            | name
          POST  | /keys          | {'name':'x','expires':'tomorrow'}      | expires
          POST  | /keys          | {'name':'x','metadata':{'a b':'c'}}    | metadata
          POST  | /keys          | {'name':'x','metadata':{'a':1}}        | metadata
          POST  | /keys          | {'nmae':'x'}                           | nmae
          POST  | /keys          | {'name':'x','owner':'acme'}            | owner
          POST  | /keys          | {'name':'x','plan':'No Plan'}          | plan
          POST  | /keys/import   | {'name':'x','sha256':'abc'}            | sha256
          POST  | /owners        | {'name':'x','metadata':[]}             | metadata
          POST | /plans | {'name':'No Plan'}                     | name
          POST | /plans | {'name':'p','limits':[{'limit':'all'}]} | limits[0].count
          POST | /plans | {'name':'p','limits':[{'limit':'','count':1}]} | limits[0].limit
          POST | /plans | {'name':'p','limits':[{'limit':'all','count':0}]} | limits[0].count
          POST | /plans | {'name':'p','limits':[7]}              | limits[0]
          POST  | /limits        | {'subject':'x','limit':'all','count':1} | subject
          POST  | /tokens        | {'name':'x','role':'root'}             | role
          POST  | /tokens        | {'name':'x'}                           | role
          GET   | /keys?size=0   |                                        | size
          GET   | /keys?size=1001 |                                       | size
          GET   | /keys?cursor=x |                                        | cursor
          GET   | /keys?state=ok |                                        | state
          GET   | /keys?owner=me |                                        | owner
          GET   | /keys?size=1&size=2 |                                   | size
          GET   | /keys?sizes=1  |                                        | sizes
          GET   | /limits?subject=me |                                    | subject
          DELETE | /limits?subject=key_000000000000 |                     | limit
          DELETE | /limits?limit=all |                                    | subject
          """)
  void badField_isNamed(String method, String path, String body, String field) {
    Response response =
        call(
            body == null
                ? ApiRequest.of(method, "/v1" + path)
                : ApiRequest.of(method, "/v1" + path, json(body)));

    assertThat(response.status()).as(response.body()).isEqualTo(400);
    assertThat(node(response).path("field").asString("")).as(response.body()).isEqualTo(field);
    assertThat(node(response).get("detail").stringValue()).isNotEmpty();
  }

  @Test
  void badBody_isAnswered400WithoutItsText() {
    for (String body : List.of("", "secret", "[]", "{'a':1} {'b':2}", "{'name':'x','name':'y'}")) {
      Response response = post("/keys", body);
      assertThat(response.status()).as(body).isEqualTo(400);
      assertThat(response.body()).doesNotContain("secret");
    }
    String deep = "[".repeat(10_000);
    assertThat(post("/keys", "{'name':" + deep).status()).isEqualTo(400);
  }

  @Test
  void secretInPlaceOfAnId_isNotRepeated() {
    String secret = "vg_key_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17";
    for (ApiRequest request :
        List.of(
            ApiRequest.of("GET", "/v1/keys/" + secret),
            ApiRequest.of("GET", "/v1/keys?owner=" + secret),
            ApiRequest.of("GET", "/v1/keys/" + calls.key() + "/limits?group=" + secret),
            ApiRequest.of("GET", "/v1/owners/" + secret),
            ApiRequest.of("GET", "/v1/plans/" + secret),
            ApiRequest.of("DELETE", "/v1/tokens/" + secret),
            ApiRequest.of("GET", "/v1/limits?" + secret + "=1"),
            ApiRequest.of("POST", "/v1/keys", json("{'name':'x','plan':'%s'}", secret)),
            ApiRequest.of("POST", "/v1/keys", json("{'name':'x','%s':'y'}", secret)),
            ApiRequest.of("POST", "/v1/tokens", json("{'name':'x','role':'%s'}", secret)))) {
      Response response = call(request);
      assertThat(response.status()).as(request.path()).isIn(400, 404);
      assertThat(response.body()).doesNotContain("zQWBuTSO");
    }
  }

  @Test
  void unknownPathAndMethod_areProblems() {
    Response path = call(ApiRequest.of("GET", "/v1/nothing"));
    Response method = call(ApiRequest.of("DELETE", "/v1/keys"));

    assertThat(node(path).get("code").stringValue()).isEqualTo("not_found");
    assertThat(node(method).get("code").stringValue()).isEqualTo("method_not_allowed");
  }

  @Test
  void token_calledTooOften_isRefusedAndAnotherIsNot() {
    Operation operation = operations().get(0);

    Response refused = provocations.provoke(operation, 429);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.field("X-RateLimit-Remaining")).isEqualTo("0");
    assertThat(refused.number("Retry-After")).isBetween(1L, 60L);
    assertThat(call(ApiRequest.of("GET", "/v1/keys")).status()).isEqualTo(200);
    api.ticker.skip(Duration.ofMinutes(1));
    assertThat(call(ApiRequest.of("GET", "/v1/keys")).status()).isEqualTo(200);
  }

  @Test
  void address_guessingTooOften_isRefusedAndAValidTokenIsNot() {
    ApiRequest guess = ApiRequest.of("GET", "/v1/keys").withToken("sesame");
    for (int i = 0; i < 60; i++) {
      assertThat(api.client().call(guess).status()).isEqualTo(401);
    }

    Response refused = api.client().call(guess);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.number("Retry-After")).isBetween(1L, 60L);
    assertThat(call(ApiRequest.of("GET", "/v1/keys")).status()).isEqualTo(200);
  }

  @Test
  void token_throughItsLife_isIssuedUsedListedAndRevoked() {
    JsonNode issued = node(post("/tokens", "{'name':'ci','role':'operate'}"));
    String secret = issued.get("secret").stringValue();

    ApiRequest use = ApiRequest.of("GET", "/v1/keys").withToken(secret);
    assertThat(api.client().call(use).status()).isEqualTo(200);
    Response list = call(ApiRequest.of("GET", "/v1/tokens?size=1000"));
    Response revoked =
        call(ApiRequest.of("DELETE", "/v1/tokens/" + issued.get("id").stringValue()));

    assertThat(list.body()).doesNotContain(secret).contains(issued.get("id").stringValue());
    assertThat(node(revoked).get("state").stringValue()).isEqualTo("revoked");
    assertThat(api.client().call(use).status()).isEqualTo(401);
    assertThat(api.dump()).doesNotContain(secret);
  }

  @Test
  void audit_ofAChange_namesTheTokenThatMadeIt() {
    String secret = api.all.tokens().create("night shift", Role.OPERATE, Life.NO_END).secret();
    ApiRequest create = ApiRequest.of("POST", "/v1/keys", json("{'name':'x'}"));
    String id = node(api.client().call(create.withToken(secret))).get("id").stringValue();

    JsonNode entry = node(call(ApiRequest.of("GET", "/v1/audit?target=" + id))).at("/items/0");

    assertThat(entry.at("/actor/kind").stringValue()).isEqualTo("token");
    assertThat(entry.at("/actor/name").stringValue()).isEqualTo("night shift");
    assertThat(entry.get("action").stringValue()).isEqualTo("key.create");
  }
}
