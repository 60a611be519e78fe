package io.tallygate.videogen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.client.ClientConfig;
import io.tallygate.client.Repeats;
import io.tallygate.client.execution.ExecutionsConfig;
import io.tallygate.videogen.StubApi.Answer;
import io.tallygate.videogen.ToolCall.GenerateImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sandbox does not do: later versions, broken answers, servers that fail. */
@Timeout(60)
final class VideoGenStubIT {

  private static final String KEY = "vg_key_secret";
  private static final String FILE =
      "{'fileId':'vg_file_1','scope':'LATER','type':'SMELL','displayName':'x',"
          + "'isPublicPreviewEnabled':null,'later':{'a':[1]},"
          + "'downloadSource':{'status':'warming','url':null}}";

  @TempDir Path folder;
  private StubApi stub;
  private VideoGen api;

  private volatile StubApi.Behaviour behaviour = (number, exchange) -> Answer.of(200, "{}");

  @BeforeEach
  void start() throws IOException {
    stub = new StubApi((number, exchange) -> behaviour.answer(number, exchange));
    api = calling(ClientConfig.DEFAULT);
  }

  private VideoGen calling(ClientConfig client) {
    return VideoGen.of(
        VideoGenConfig.of(KEY)
            .withBase(stub.uri())
            .withClient(client)
            .withExecutions(ExecutionsConfig.DEFAULT.withFirst(Duration.ofMillis(10))));
  }

  private void open(StubApi.Behaviour wanted) {
    behaviour = wanted;
  }

  private void open(StubApi.Behaviour wanted, ClientConfig client) {
    behaviour = wanted;
    api.close();
    api = calling(client);
  }

  @AfterEach
  void close() {
    api.close();
    stub.close();
  }

  @Test
  void call_leavesOutWhatIsNotSaid() throws Exception {
    open((number, exchange) -> Answer.of(202, "{'toolExecutionId':'vg_exec_1'}"));
    assertThat(api.start(GenerateImage.of("a cat"))).isEqualTo("vg_exec_1");
    api.start(GenerateImage.of("a").withAspectRatio(new AspectRatio(1, 2)));
    assertThat(stub.requests)
        .containsExactly(
            List.of("POST", "/v1/tools/generate-image", "Bearer " + KEY, "{\"prompt\":\"a cat\"}"),
            List.of(
                "POST",
                "/v1/tools/generate-image",
                "Bearer " + KEY,
                "{\"prompt\":\"a\",\"aspectRatio\":{\"width\":1,\"height\":2}}"));
  }

  @Test
  void list_inPages_isRead_withWordsOfLaterVersions() throws Exception {
    open(
        (number, exchange) ->
            Answer.of(
                200,
                "{'files':[%s],'hasMore':%s,'nextCursor':%s}"
                    .formatted(FILE, number < 3, number < 3 ? "'c&" + number + "'" : "null")));
    List<StorageFile> files = api.files();
    assertThat(files).hasSize(3);
    assertThat(files.get(0).scope()).isEqualTo(StorageFile.Scope.OTHER);
    assertThat(files.get(0).content().type()).isEqualTo(MediaType.OTHER);
    assertThat(files.get(0).isReady()).isFalse();
    assertThat(stub.requests)
        .extracting(request -> request.get(1))
        .containsExactly("/v1/files", "/v1/files?cursor=c%261", "/v1/files?cursor=c%262");
  }

  @ParameterizedTest
  @CsvSource({
    "400, BadRequest",
    "401, Unauthorized",
    "403, Forbidden",
    "404, NotFound",
    "429, TooMany",
    "500, ServerFailed",
    "503, ServerFailed",
    "302, Other",
    "409, Other"
  })
  void error_ofAnyStatus_isTyped(int status, String type) throws Exception {
    open(
        (number, exchange) -> Answer.of(status, "{'message':'said so','code':'some_code'}"),
        ClientConfig.DEFAULT.withRepeats(Repeats.NONE));
    assertThatThrownBy(() -> api.files())
        .isInstanceOfSatisfying(
            VideoGenException.class,
            e -> {
              assertThat(e.getClass().getSimpleName()).isEqualTo(type);
              assertThat(e.status()).isEqualTo(status);
              assertThat(e.error().code()).isEqualTo("some_code");
            })
        .hasMessage("status=%s code=some_code: said so".formatted(status));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "", "[]", "{}", "null", "{'message':{}}"})
  void error_withoutTheDocumentedBody_isTypedAllTheSame(String body) throws Exception {
    open((number, exchange) -> Answer.of(404, body));
    assertThatThrownBy(() -> api.file("vg_file_1"))
        .isInstanceOf(VideoGenException.NotFound.class)
        .hasMessageContaining("no error as the API documents it: bytes=" + body.length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "", "{}", "[]", "null", "{'fileId':null}", "{'fileId':{}}"})
  void answer_unreadable_isAnIOException(String body) throws Exception {
    open((number, exchange) -> Answer.of(200, body));
    assertThatThrownBy(() -> api.file("vg_file_1")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> api.files()).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> api.start(GenerateImage.of("a"))).isInstanceOf(IOException.class);
  }

  @Test
  void await_serverFailsInPassing_looksAgain() throws Exception {
    open(
        (number, exchange) -> {
          String status = number < 5 ? "dreaming" : "succeeded";
          String body = "{'toolExecutionId':'vg_exec_1','toolType':'X','status':'%s'}";
          return number < 3 ? Answer.of(500, "oh") : Answer.of(200, body.formatted(status));
        },
        ClientConfig.DEFAULT.withRepeats(Repeats.NONE));
    ExecutedTool end = api.await("vg_exec_1").get(20, TimeUnit.SECONDS);
    assertThat(end.made()).isEmpty();
    assertThat(stub.requests).hasSize(5);
  }

  @Test
  void start_serverFails_isNotRepeated() throws Exception {
    open((number, exchange) -> Answer.of(500, "{'message':'oh'}"));
    assertThatThrownBy(() -> api.start(GenerateImage.of("a")))
        .isInstanceOf(VideoGenException.ServerFailed.class);
    assertThat(stub.requests).hasSize(1);
  }

  @Test
  void download_brokenOff_leavesNothing_andTheKeyIsNotSent() throws Exception {
    open(
        (number, exchange) -> {
          if (!exchange.getRequestURI().getPath().equals("/link")) {
            String source = "{'status':'ready','url':'%s/link'}".formatted(stub.uri());
            return Answer.of(
                200,
                FILE.replaceAll(
                    "'downloadSource'.*", "'downloadSource':" + source.replace("$", "") + "}"));
          }
          return number == 2 ? new Answer(200, "abc", 10) : Answer.of(200, "whole");
        },
        ClientConfig.DEFAULT.withRepeats(Repeats.NONE));
    Path to = folder.resolve("file");
    assertThatThrownBy(() -> api.download("vg_file_1", to, Progress.NONE))
        .isInstanceOf(IOException.class);
    assertThat(folder).isEmptyDirectory();
    api.download("vg_file_1", to, Progress.NONE);
    assertThat(to).hasContent("whole");
    assertThat(stub.requests)
        .filteredOn(request -> request.get(1).equals("/link"))
        .extracting(request -> request.get(2))
        .containsOnly("null");
  }

  @Test
  void upload_refused_isAnIOExceptionWithoutTheLink() throws Exception {
    open(
        (number, exchange) ->
            exchange.getRequestMethod().equals("PUT")
                ? Answer.of(403, "no")
                : Answer.of(200, "{'fileId':'f','uploadUrl':'%s/secret'}".formatted(stub.uri())));
    Path file = Files.writeString(folder.resolve("x"), "x");
    assertThatThrownBy(() -> api.upload(file, NewFile.of("x"), Progress.NONE))
        .isInstanceOf(IOException.class)
        .hasMessage("upload was refused: status=403");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ftp://a      | base must be https://host[:port][/path]
          http://a?b   | base must be https://host[:port][/path]
          http://u@a   | base must be https://host[:port][/path]
          a            | base must be https://host[:port][/path]
          """)
  void config_badBase_isRefused(URI base, String message) throws Exception {
    assertThatThrownBy(() -> VideoGenConfig.of(KEY).withBase(base)).hasMessage(message);
    assertThatThrownBy(() -> VideoGenConfig.of("a b"))
        .hasMessage("key must have 1 to 512 printable characters: length=3");
    assertThat(VideoGenConfig.of(KEY).toString()).doesNotContain(KEY);
  }

  @Test
  void event_ofALaterVersion_isUnknown() throws Exception {
    String later = "{\"event\":\"project.sung\",\"a\":1}";
    assertThat(VideoGenEvent.READER.read(later.getBytes(UTF_8)))
        .isEqualTo(new VideoGenEvent.Unknown("project.sung", later));
    assertThatThrownBy(() -> VideoGenEvent.READER.read("x".getBytes(UTF_8)))
        .isInstanceOf(IOException.class);
  }
}
