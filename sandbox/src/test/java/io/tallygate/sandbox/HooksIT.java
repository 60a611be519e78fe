package io.tallygate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import io.tallygate.sandbox.Client.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Webhook endpoints, and the nine events that reach them. */
@Timeout(60)
final class HooksIT {

  private static final String ALL =
      "\"tool_execution.succeeded\",\"tool_execution.failed\",\"tool_execution.cancelled\","
          + "\"file.upload.completed\",\"file.upload.failed\",\"file.playback_ready\","
          + "\"file.download_ready\",\"file.analysis_completed\",\"file.analysis_failed\"";

  @TempDir Path folder;

  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private HttpServer receiver;
  private TestSandbox sandbox;
  private Client ada;

  private record Received(String body, HttpHeaders headers) {

    JsonNode json() {
      return new JsonMapper().readTree(body);
    }
  }

  @BeforeEach
  void start() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          received.add(
              new Received(body, HttpHeaders.of(exchange.getRequestHeaders(), (a, b) -> true)));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    receiver.start();
    sandbox = TestSandbox.in(folder);
    ada = sandbox.ada();
  }

  @AfterEach
  void end() {
    sandbox.close();
    receiver.stop(0);
  }

  private Answer create(Client client, String events) {
    String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
    return client.post(
        "/v1/webhooks/endpoints", "{\"url\":\"%s\",\"events\":[%s]}".formatted(url, events));
  }

  private Received next() {
    try {
      return received.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void endpoint_created_showsItsSecretOnce() {
    Answer created = create(ada, ALL);
    assertThat(created.status()).isEqualTo(201);
    String id = created.at("/endpointId");
    assertThat(created.at("/signingSecret")).endsWith(created.at("/signingSecretLast4"));
    Answer list = ada.get("/v1/webhooks/endpoints");
    assertThat(list.json().get("endpoints")).hasSize(1);
    assertThat(list.text()).doesNotContain(created.at("/signingSecret"));
    assertThat(sandbox.bob().get("/v1/webhooks/endpoints").at("/endpoints/0/endpointId"))
        .isEqualTo(id);
    assertThat(sandbox.eve().get("/v1/webhooks/endpoints").json().get("endpoints")).isEmpty();

    assertThat(sandbox.eve().delete("/v1/webhooks/endpoints/" + id).code())
        .isEqualTo("404 not_found");
    assertThat(ada.delete("/v1/webhooks/endpoints/x").code()).isEqualTo("400 invalid_id");
    Answer deleted = ada.delete("/v1/webhooks/endpoints/" + id);
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.text()).isEmpty();
    assertThat(ada.delete("/v1/webhooks/endpoints/" + id).code()).isEqualTo("404 not_found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'events':['file.upload.completed']}                         | url is required",
        "{'url':'https://example.com/x'}                              | events is required",
        "{'url':'https://example.com/x','events':[]}                  | 1 to 9",
        "{'url':'https://example.com/x','events':['file.gone']}       | events must be of",
        "{'url':'https://example.com/x','events':[1]}                 | must be a string",
        "{'url':'http://example.com/x','events':['file.upload.completed']}   | https",
        "{'url':'https://10.0.0.1/x','events':['file.upload.completed']}     | public address",
        "{'url':'ftp://example.com/x','events':['file.upload.completed']}    | https"
      })
  void endpoint_badBody_isRefused(String body, String message) {
    Answer answer = ada.post("/v1/webhooks/endpoints", body.replace('\'', '"'));
    assertThat(answer.code()).isEqualTo("400 invalid_parameters");
    assertThat(answer.at("/message")).contains(message);
  }

  @Test
  void endpoints_fiftyFirst_isRefused() {
    for (int i = 0; i < 50; i++) {
      assertThat(create(ada, "\"file.upload.failed\"").status()).isEqualTo(201);
    }
    assertThat(create(ada, "\"file.upload.failed\"").code()).isEqualTo("400 invalid_parameters");
  }

  @Test
  void event_succeeded_isSignedAndHasLinks() throws Exception {
    String secret = create(ada, "\"tool_execution.succeeded\"").at("/signingSecret");
    String id = ada.start("generate-image", "{\"prompt\":\"p\",\"numResults\":2}");
    Received event = next();
    new Webhook(secret).verify(event.body(), event.headers());
    Contract.OF_THE_JAR.check("ToolExecutionEvent", event.body());
    assertThat(event.json().at("/toolExecutionId").asString()).isEqualTo(id);
    assertThat(event.json().get("results")).hasSize(2);
    assertThat(event.json().has("error")).isFalse();
    String url = event.json().at("/results/0/file/downloadSource/url").asString();
    assertThat(Client.link("GET", url, new byte[0]).statusCode()).isEqualTo(200);
  }

  @Test
  void event_hundredLongTexts_isToldWithoutTheFiles() {
    create(ada, "\"tool_execution.succeeded\"");
    String body = "{\"ttsText\":\"" + "x".repeat(10_000) + "\",\"numResults\":100}";
    ada.await(ada.start("text-to-speech", body), "succeeded");
    Received event = next();
    Contract.OF_THE_JAR.check("ToolExecutionEvent", event.body());
    assertThat(event.json().get("results")).hasSize(100);
    assertThat(event.json().at("/results/0/file").isNull()).isTrue();
  }

  @Test
  void event_failedAndCancelled_haveNoResults() {
    create(ada, ALL);
    String failed = ada.start("generate-image", "{\"prompt\":\"[fail]\"}");
    JsonNode event = next().json();
    assertThat(event.get("event").asString()).isEqualTo("tool_execution.failed");
    assertThat(event.get("toolExecutionId").asString()).isEqualTo(failed);
    assertThat(event.at("/error/message").asString()).contains("asked to fail");
    assertThat(event.has("results")).isFalse();
    String stuck = ada.start("generate-image", "{\"prompt\":\"[stuck]\"}");
    ada.post("/v1/tools/executions/" + stuck + "/cancel", "");
    ada.post("/v1/tools/executions/" + stuck + "/cancel", "");
    JsonNode cancelled = next().json();
    assertThat(cancelled.get("event").asString()).isEqualTo("tool_execution.cancelled");
    assertThat(cancelled.has("results") || cancelled.has("error")).isFalse();
    ada.await(ada.start("generate-image", "{\"prompt\":\"next\"}"), "succeeded");
    assertThat(next().json().get("event").asString()).isEqualTo("tool_execution.succeeded");
  }

  @Test
  void events_ofUploads_areAllTold() {
    create(ada, ALL);
    ada.uploaded("film", TestMedia.MP4);
    assertThat(events(4))
        .containsExactlyInAnyOrder(
            "file.upload.completed",
            "file.download_ready",
            "file.playback_ready",
            "file.analysis_completed");
    ada.uploaded("image [fail analysis]", TestMedia.PNG);
    assertThat(events(3))
        .containsExactlyInAnyOrder(
            "file.upload.completed", "file.download_ready", "file.analysis_failed");
    Answer created = ada.post("/v1/files/upload", "{\"displayName\":\"[fail]\"}");
    Client.link("PUT", created.at("/uploadUrl"), TestMedia.PNG);
    assertThat(events(2)).containsExactlyInAnyOrder("file.upload.completed", "file.upload.failed");
    sandbox.eve().uploaded("of another team", TestMedia.PNG);
    ada.made("generate-image", "{\"prompt\":\"tools tell of executions, not of files\"}");
    assertThat(events(1)).containsExactly("tool_execution.succeeded");
  }

  private List<String> events(int count) {
    return Stream.generate(this::next)
        .limit(count)
        .peek(
            event ->
                Contract.OF_THE_JAR.check(
                    event.body().contains("toolExecutionId\":\"")
                            && event.body().startsWith("{\"event\":\"tool")
                        ? "ToolExecutionEvent"
                        : "FileEvent",
                    event.body()))
        .map(event -> event.json().get("event").asString())
        .toList();
  }
}
