package io.tallygate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.sandbox.Client.Answer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * The requests of the vendor's Python client 0.0.38 and of its helpers, as they were observed: the
 * header fields that it sends, null for what is None, no content-type without a body.
 */
@Timeout(60)
final class VendorClientIT {

  @TempDir Path folder;

  private TestSandbox sandbox;
  private Client client;

  @BeforeEach
  void start() {
    sandbox = TestSandbox.in(folder);
    client =
        new Client(
            sandbox.sandbox.address(),
            "Authorization",
            "Bearer vg_key_of_ada",
            "User-Agent",
            "videogen/0.0.38",
            "X-Fern-Language",
            "Python",
            "X-Fern-Runtime",
            "python/3.11.2",
            "X-Fern-Platform",
            "linux/6.1",
            "X-Fern-SDK-Name",
            "videogen",
            "X-Fern-SDK-Version",
            "0.0.38",
            "Accept",
            "*/*",
            "Accept-Encoding",
            "gzip, deflate");
  }

  @AfterEach
  void end() {
    sandbox.close();
  }

  /** poll_executed_tool: until any terminal status, whatever the body has besides. */
  private Answer poll(String id) {
    while (true) {
      Answer info = client.get("/v1/tools/executions/" + id);
      assertThat(info.status()).isEqualTo(200);
      String status = info.at("/status").toLowerCase(Locale.ROOT);
      if (status.equals("succeeded") || status.equals("failed") || status.equals("cancelled")) {
        return info;
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void uploadFile_asTheHelperDoes_endsReady() {
    Answer created =
        client.post(
            "/v1/files/upload",
            "{\"displayName\":\"cat.png\",\"type\":null,\"isTemporary\":false}");
    assertThat(created.status()).isEqualTo(200);
    HttpResponse<byte[]> put =
        Client.link("PUT", created.at("/uploadUrl"), TestMedia.PNG, "User-Agent", "python-httpx");
    assertThat(put.statusCode()).isEqualTo(200);
    JsonNode file;
    do { // hydrates at once, and then again and again
      file = client.post("/v1/files/" + created.at("/fileId") + "/hydrate", "").json();
    } while (!isReady(file, "downloadSource") && !isReady(file, "previewSource"));
    assertThat(file.get("type").asString()).isEqualTo("IMAGE");
  }

  private static boolean isReady(JsonNode file, String source) {
    return file.at("/" + source + "/status").asString("").equals("ready");
  }

  @Test
  void downloadFile_asTheHelperDoes_getsTheBytes() {
    String id = client.uploaded("cat.png", TestMedia.PNG);
    sandbox.close(); // so that it was never hydrated
    sandbox = TestSandbox.in(folder);
    client = sandbox.ada();
    JsonNode file = client.get("/v1/files/" + id).json();
    JsonNode source = file.get("downloadSource");
    boolean hydrates =
        source.isNull()
            || source.get("status").asString().equals("pending")
            || source.get("url").isNull();
    assertThat(hydrates).isTrue();
    JsonNode hydrated = client.post("/v1/files/" + id + "/hydrate", "").json();
    HttpResponse<byte[]> bytes =
        Client.link("GET", hydrated.at("/downloadSource/url").asString(), new byte[0]);
    assertThat(bytes.body()).isEqualTo(TestMedia.PNG);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "generate-image        | {'prompt':'a cat'}",
        "generate-image        | {'prompt':'a cat','imageFileIds':null,'aspectRatio':null,"
            + "'numResults':null,'isOutputTemporary':null,'watermarkMode':null}",
        "text-to-speech        | {'ttsText':'hello','voiceId':null,'speechLanguageCode':null,"
            + "'pronunciationReplacements':null,'autoExpandPronunciationReplacements':null,"
            + "'voiceSpeed':null}",
        "generate-sound-effect | {'prompt':'rain','durationSeconds':null,'promptInfluence':null}",
        "generate-video-clip   | {'prompt':'sea','imageFileIds':null,'videoFileId':null}"
      })
  void tool_withNulls_succeeds(String tool, String body) {
    Answer accepted = client.post("/v1/tools/" + tool, body.replace('\'', '"'));
    assertThat(accepted.status()).isEqualTo(202);
    Answer done = poll(accepted.at("/toolExecutionId"));
    assertThat(done.at("/status")).isEqualTo("succeeded");
    // get_hydrated_file is content with what is there already.
    assertThat(done.at("/results/0/file/downloadSource/url")).startsWith("http://");
  }

  @Test
  void emptyClip_asTheClientMaySend_isTold() {
    Answer refused = client.post("/v1/tools/generate-video-clip", "{}");
    assertThat(refused.code()).isEqualTo("400 invalid_parameters");
  }

  @Test
  void cancel_withoutBodyOrType_isAccepted() {
    String id = client.start("generate-image", "{\"prompt\":\"[stuck]\"}");
    Answer answer = client.call("POST", "/v1/tools/executions/" + id + "/cancel", "");
    assertThat(answer.status()).isEqualTo(202);
    assertThat(poll(id).at("/status")).isEqualTo("cancelled");
  }

  @Test
  void idWithSlash_asItIsSent_isNotFound() {
    assertThat(client.get("/v1/files/vg_file_a/b").code()).isEqualTo("404 not_found");
  }

  @Test
  void lists_withoutArguments_areWhole() {
    for (int i = 0; i < 3; i++) {
      client.made("generate-image", "{\"prompt\":\"p\",\"numResults\":100}");
    }
    assertThat(client.get("/v1/files").json().get("files")).hasSize(300);
    assertThat(client.get("/v1/resources/avatar-presenters").status()).isEqualTo(200);
    assertThat(client.get("/v1/resources/tts-voices").status()).isEqualTo(200);
    assertThat(client.get("/v1/webhooks/endpoints").status()).isEqualTo(200);
  }
}
