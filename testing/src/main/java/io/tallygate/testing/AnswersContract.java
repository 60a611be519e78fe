package io.tallygate.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a door answers in the service's place, to the byte; and what it costs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
public abstract class AnswersContract {

  private static final String CREATE = "/v1/webhooks/endpoints";

  private static final String TOO_MANY =
      "Too Many Requests. For higher limits: support@videogen.example";

  private Door door;

  protected abstract Door open() throws Exception;

  @BeforeAll
  void start() throws Exception {
    door = open();
  }

  @AfterAll
  void stop() throws IOException {
    door.close();
  }

  private static void assertHasFields(Response response, int status) {
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.field("X-RateLimit-Limit")).matches("[0-9]+");
    assertThat(response.field("X-RateLimit-Remaining")).matches("[0-9]+");
    assertThat(response.field("X-RateLimit-Reset")).matches("[0-9]{10}");
    assertThat(response.field("RateLimit-Policy")).matches("\"[a-z-]+\";q=[0-9]+;w=[0-9]+.*");
    assertThat(response.field("RateLimit")).matches("\"[a-z-]+\";r=[0-9]+;t=[0-9]+.*");
    assertThat(response.remaining()).isLessThanOrEqualTo(response.limit());
  }

  private String spentKey() throws IOException {
    String key = door.newKey();
    long left = 1;
    while (left > 0) {
      left = door.call(key, "POST", CREATE).remaining();
    }
    return key;
  }

  @Test
  void overTheLimit_is429_withTheBodyOfThePage() throws IOException {
    Response refused = door.call(spentKey(), "POST", CREATE);

    assertHasFields(refused, 429);
    assertThat(refused.field("Content-Type")).isEqualTo("application/json");
    assertThat(refused.body())
        .isEqualTo("{\"message\":\"" + TOO_MANY + "\",\"code\":\"rate_limited\"}");
    assertThat(refused.field("RateLimit")).contains(";r=0;t=", ";pk=:");
  }

  @Test
  void overTheLimit_forThoseWhoAsk_isProblemDetails() throws IOException {
    Response refused =
        door.call(spentKey(), "POST", CREATE, "Accept: application/problem+json, */*");

    assertHasFields(refused, 429);
    assertThat(refused.field("Content-Type")).isEqualTo("application/problem+json");
    assertThat(refused.body())
        .isEqualTo(
            "{\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\","
                + "\"title\":\"Too Many Requests\",\"status\":429,\"detail\":\""
                + TOO_MANY
                + "\",\"code\":\"rate_limited\",\"violated-policies\":[\"webhooks-create\"]}");
  }

  /** One call on a connection of its own: some servers close it after a 400. */
  private Response call(String method, String path, String... fields) throws IOException {
    try (RawClient client = door.client()) {
      return client.call(method, path, fields);
    }
  }

  @Test
  void noValidKey_is401ThenIs429_chargedToTheAddress_andAValidKeyIsServed() throws IOException {
    Response missing = call("GET", "/v1/files");
    assertHasFields(missing, 401);
    assertThat(missing.field("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(missing.body())
        .isEqualTo("{\"message\":\"Unauthorized\",\"code\":\"missing_api_key\"}");
    assertThat(missing.limit()).isEqualTo(60);
    assertThat(missing.field("RateLimit-Policy")).startsWith("\"failed-keys\";q=60;w=60");

    Response wrong = door.call("nobody", "GET", "/v1/files");
    assertHasFields(wrong, 401);
    assertThat(wrong.body())
        .isEqualTo("{\"message\":\"Unauthorized\",\"code\":\"invalid_api_key\"}");
    assertThat(wrong.remaining()).isEqualTo(missing.remaining() - 1);

    String valid = door.newKey();
    Response twice = door.call(valid, "GET", "/v1/files", "Authorization: Bearer " + valid);
    assertThat(twice.body()).contains("invalid_api_key");

    for (long left = twice.remaining() - 1; left >= 0; left--) {
      boolean plain = left % 2 == 0; // a path that is refused before keys are asked for
      Response failure = door.call("nobody", "GET", plain ? "/v1/files" : "/v1/%66iles");
      assertThat(failure.status()).isEqualTo(plain ? 401 : 400);
      assertThat(failure.remaining()).isEqualTo(left);
    }
    assertHasFields(door.call("nobody", "GET", "/v1/files"), 429);
    assertHasFields(door.call("nobody", "GET", "/v1/%66iles"), 429);
    assertHasFields(call("GET", "/v1/%66iles"), 400); // shows nothing, so tries nothing
    assertHasFields(door.call(valid, "GET", "/v1/files"), 200);
  }

  /** Spellings that the servers of all doors let through. */
  @ParameterizedTest
  @CsvSource({
    "GET, /v1/%66iles, 2500",
    "POST, /v1/files/upload;x=1, 2500",
    "DELETE, /v1/webhooks/%65ndpoints/1, 2500"
  })
  void ambiguousPath_is400_andCostsNothing(String method, String path, long other)
      throws IOException {
    String key = door.newKey();

    Response refused = door.call(key, method, path);

    assertHasFields(refused, 400);
    assertThat(refused.body())
        .isEqualTo(
            "{\"message\":\"The path can be read in more than one way. Write it plainly.\","
                + "\"code\":\"ambiguous_path\"}");
    assertThat(refused.limit()).isEqualTo(other);
    assertThat(refused.remaining()).isEqualTo(other);
  }

  /** Whoever refuses them: the door, or its server before it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1//files",
        "//v1/files",
        "/v1/x/../files",
        "/v1/x/%2e%2e/files",
        "/v1/files/..%2fupload",
        "/v1/files%2fupload",
        "/v1\\files",
        "/v1/files/%00"
      })
  void oddPath_is400_andCostsNothing(String path) throws IOException {
    String key = door.newKey();

    assertThat(door.call(key, "GET", path).status()).isEqualTo(400);

    assertThat(door.call(key, "GET", "/v1/files").remaining()).isEqualTo(49_999);
    assertThat(door.call(key, "GET", "/v1/me").remaining()).isEqualTo(2_499);
  }

  @Test
  void plainIdsAndQueries_areCharged() throws IOException {
    String key = door.newKey();

    assertThat(door.call(key, "GET", "/v1/files/my%20file.pdf").remaining()).isEqualTo(49_999);
    assertThat(door.call(key, "GET", "/v1/files/caf%C3%A9?x=/../y").remaining()).isEqualTo(49_998);
    assertThat(door.call(key, "GET", "http://api.example/v1/files").remaining()).isEqualTo(49_997);
    assertThat(door.call(key, "GET", "/V1/FILES/").remaining()).isEqualTo(49_996);
  }

  @Test
  void head_hasFieldsAndNoBody_andCountsAsGet() throws IOException {
    String key = door.newKey();

    assertHasFields(door.call(key, "HEAD", "/v1/files"), 200);
    assertThat(door.call(key, "GET", "/v1/files").remaining()).isEqualTo(49_998);
  }

  @Test
  void preflight_needsNoKey_andIsLimitedByAddress() throws IOException {
    String[] fields = {"Origin: https://page.example", "Access-Control-Request-Method: GET"};
    Response first = call("OPTIONS", "/v1/files", fields);
    Response second = call("OPTIONS", "/v1/files", fields);

    assertThat(first.status()).isNotIn(401, 429);
    assertThat(first.limit()).isEqualTo(600);
    assertThat(second.remaining()).isEqualTo(first.remaining() - 1);
  }

  @Test
  void otherOptions_isACallOfOther() throws IOException {
    assertThat(door.call(door.newKey(), "OPTIONS", "/v1/files").limit()).isEqualTo(2_500);
  }
}
