package io.tallygate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.sandbox.Client.Answer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Files: lists, links, hydration, archive, preview. */
@Timeout(60)
final class FilesIT {

  private static final byte[] NOTHING = new byte[0];

  @TempDir Path folder;

  private TestSandbox sandbox;
  private Client ada;

  @BeforeEach
  void start() {
    sandbox = TestSandbox.in(folder);
    ada = sandbox.ada();
  }

  @AfterEach
  void end() {
    sandbox.close();
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  @Test
  void file_uploadedImage_hasItsFields() {
    JsonNode file = ada.file(ada.uploaded("A photo", TestMedia.PNG)).json();
    assertThat(file.get("fileId").asString()).matches("vg_file_[0-9A-Za-z]{16}");
    assertThat(file.get("scope").asString()).isEqualTo("GLOBAL");
    assertThat(file.get("type").asString()).isEqualTo("IMAGE");
    assertThat(file.get("displayName").asString()).isEqualTo("A photo");
    assertThat(file.get("description").asString()).contains("64 by 32");
    assertThat(file.get("durationSeconds").isNull()).isTrue();
    assertThat(file.get("transcript").isNull()).isTrue();
    assertThat(file.at("/downloadSource/width").asInt()).isEqualTo(64);
    assertThat(file.at("/downloadSource/fileBytes").asInt()).isEqualTo(TestMedia.PNG.length);
    assertThat(file.at("/thumbnailSource/width").asInt()).isEqualTo(16);
    assertThat(file.at("/hlsSource/status").asString()).isEqualTo("skipped");
    assertThat(file.get("isPublicPreviewEnabled").asBoolean()).isFalse();
    assertThat(file.get("publicHlsUrl").isNull()).isTrue();
    assertThat(file.has("sourceToolType")).isFalse();
  }

  @Test
  void file_sound_skipsPictures() {
    JsonNode file = ada.file(ada.uploaded("sound", TestMedia.WAV)).json();
    assertThat(file.get("durationSeconds").asDouble()).isEqualTo(1.5);
    assertThat(file.at("/thumbnailSource/status").asString()).isEqualTo("skipped");
    assertThat(file.at("/downloadSource/status").asString()).isEqualTo("ready");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, ''",
    "POST, /hydrate",
    "POST, /archive",
    "POST, /enable-public-preview",
    "POST, /disable-public-preview"
  })
  void file_badOrForeignId_isRefused(String method, String action) {
    String foreign = sandbox.eve().uploaded("x", TestMedia.MP4);
    assertThat(ada.call(method, "/v1/files/" + foreign + action, "").code())
        .isEqualTo("404 not_found");
    assertThat(ada.call(method, "/v1/files/vg_file_0000000000000000" + action, "").code())
        .isEqualTo("404 not_found");
    assertThat(ada.call(method, "/v1/files/vg_exec_0000000000000000" + action, "").code())
        .isEqualTo("400 invalid_id");
  }

  @Test
  void list_newestFirst_onlyOwnTeams() {
    String first = ada.uploaded("1", TestMedia.PNG);
    String second = sandbox.bob().uploaded("2", TestMedia.PNG);
    sandbox.eve().uploaded("3", TestMedia.PNG);
    Answer list = ada.get("/v1/files");
    assertThat(ids(list)).containsExactly(second, first);
    assertThat(list.json().get("hasMore").asBoolean()).isFalse();
    assertThat(list.json().get("nextCursor").isNull()).isTrue();
  }

  private static List<String> ids(Answer list) {
    List<String> ids = new ArrayList<>();
    list.json().get("files").forEach(file -> ids.add(file.get("fileId").asString()));
    return ids;
  }

  @Test
  void list_pages_areTheWholeList() {
    for (int i = 0; i < 5; i++) {
      ada.uploaded("file " + i, TestMedia.PNG);
    }
    List<String> paged = new ArrayList<>();
    Answer page = ada.get("/v1/files?limit=2");
    paged.addAll(ids(page));
    while (page.json().get("hasMore").asBoolean()) {
      page = ada.get("/v1/files?limit=2&cursor=" + page.at("/nextCursor"));
      paged.addAll(ids(page));
    }
    assertThat(paged).hasSize(5).isEqualTo(ids(ada.get("/v1/files")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=201", "limit=x", "cursor=x", "cursor=", "limit=-1"})
  void list_badPage_isRefused(String query) {
    assertThat(ada.get("/v1/files?" + query).code()).isEqualTo("400 invalid_parameters");
  }

  @Test
  void hydrate_afterRestart_signsAnew() {
    String id = ada.uploaded("x", TestMedia.PNG);
    sandbox.close();
    sandbox = TestSandbox.in(folder);
    ada = sandbox.ada();
    JsonNode cold = ada.file(id).json();
    assertThat(cold.at("/downloadSource/status").asString()).isEqualTo("pending");
    assertThat(cold.at("/downloadSource/url").isNull()).isTrue();
    assertThat(cold.at("/downloadSource/expiresAt").isNull()).isTrue();
    Answer hydrated = ada.post("/v1/files/" + id + "/hydrate", "");
    HttpResponse<byte[]> bytes = Client.link("GET", hydrated.at("/downloadSource/url"), NOTHING);
    assertThat(bytes.body()).isEqualTo(TestMedia.PNG);
    assertThat(ada.file(id).at("/downloadSource/status")).isEqualTo("ready");
  }

  @Test
  void link_answersWithSafeFields() {
    String id = ada.uploaded("A \"photo\"\n", TestMedia.PNG);
    String url = ada.file(id).at("/downloadSource/url");
    HttpResponse<byte[]> image = Client.link("GET", url, NOTHING);
    assertThat(image.headers().map())
        .containsEntry("x-content-type-options", List.of("nosniff"))
        .containsEntry("content-security-policy", List.of("sandbox; default-src 'none'"))
        .containsEntry("content-type", List.of("image/png"))
        .containsEntry("accept-ranges", List.of("bytes"));
    assertThat(image.headers().firstValue("content-disposition"))
        .get()
        .asString()
        .startsWith("inline; filename=\"");
    assertThat(Client.link("HEAD", url, NOTHING).headers().firstValue("content-length"))
        .hasValue(Integer.toString(TestMedia.PNG.length));

    String drawing = ada.made("vectorize-image", "{\"imageStorageFileId\":\"" + id + "\"}");
    HttpResponse<byte[]> svg =
        Client.link(
            "GET", ada.file(drawing).at("/downloadSource/url"), NOTHING, "Accept-Encoding", "gzip");
    assertThat(text(svg)).startsWith("<svg");
    assertThat(svg.headers().firstValue("content-disposition"))
        .get()
        .asString()
        .startsWith("attachment; filename=\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=0-0   | 206 | bytes 0-0/25  | R",
        "bytes=8-11  | 206 | bytes 8-11/25 | WAVE",
        "bytes=21-   | 206 | bytes 21-24/25 | test",
        "bytes=-4    | 206 | bytes 21-24/25 | test",
        "bytes=21-99 | 206 | bytes 21-24/25 | test",
        "bytes=25-   | 416 | bytes */25    | ''",
        "bytes=-0    | 416 | bytes */25    | ''",
        "bytes=5-4   | 200 | ''            | RIFF....WAVEfmt of a test",
        "bytes=0-1,3-4 | 200 | ''          | RIFF....WAVEfmt of a test",
        "lines=0-1   | 200 | ''            | RIFF....WAVEfmt of a test"
      })
  void link_range_isAnswered(String range, int status, String contentRange, String body) {
    String url = ada.file(ada.uploaded("x", TestMedia.WAV)).at("/downloadSource/url");
    HttpResponse<byte[]> part = Client.link("GET", url, NOTHING, "Range", range);
    assertThat(part.statusCode()).isEqualTo(status);
    assertThat(part.headers().firstValue("content-range").orElse("")).isEqualTo(contentRange);
    assertThat(text(part)).isEqualTo(body);
  }

  @Test
  void link_changed_isRefused() {
    String url = ada.file(ada.uploaded("x", TestMedia.PNG)).at("/downloadSource/url");
    String other = ada.uploaded("y", TestMedia.PNG);
    String later = url.replaceAll("expires=[0-9]+", "expires=9999999999");
    String otherFile = url.replaceAll("vg_file_[0-9A-Za-z]{16}", other);
    String otherForm = url.replace("/download?", "/thumbnail?");
    String none = url.substring(0, url.indexOf('?'));
    for (String bad : List.of(later, otherFile, otherForm, none, url + "0")) {
      assertThat(Client.link("GET", bad, NOTHING).statusCode()).as(bad).isEqualTo(403);
    }
    assertThat(Client.link("PUT", url, TestMedia.PNG).statusCode()).isEqualTo(404);
    assertThat(Client.link("GET", url, NOTHING).statusCode()).isEqualTo(200);
  }

  @Test
  void archive_leavesListAndSearch_andCanStillBeRead() {
    String id = ada.uploaded("zebra", TestMedia.PNG);
    assertThat(ada.post("/v1/files/" + id + "/archive", "").at("/fileId")).isEqualTo(id);
    assertThat(ada.post("/v1/files/" + id + "/archive", "").status()).isEqualTo(200);
    assertThat(ids(ada.get("/v1/files"))).isEmpty();
    assertThat(ada.post("/v1/files/search", "{\"query\":\"zebra\"}").json().get("results"))
        .isEmpty();
    assertThat(ada.file(id).status()).isEqualTo(200);
    Answer hydrated = ada.post("/v1/files/" + id + "/hydrate", "");
    assertThat(Client.link("GET", hydrated.at("/downloadSource/url"), NOTHING).statusCode())
        .isEqualTo(200);
    String input = "{\"imageStorageFileId\":\"" + id + "\"}";
    assertThat(ada.post("/v1/tools/upscale-image", input).status()).isEqualTo(202);
  }

  @Test
  void preview_video_playsWithoutKeyUntilItIsDisabled() {
    String id = ada.uploaded("film", TestMedia.MP4);
    Answer enabled = ada.post("/v1/files/" + id + "/enable-public-preview", "");
    assertThat(enabled.json().get("isPublicPreviewEnabled").asBoolean()).isTrue();
    assertThat(enabled.at("/publicPlaybackId")).matches("vg_play_[0-9A-Za-z]{16}");
    String url = enabled.at("/publicHlsUrl");
    assertThat(text(Client.link("GET", url, NOTHING))).startsWith("#EXTM3U").contains("part0.ts");
    String part = url.substring(0, url.lastIndexOf('/') + 1) + "part0.ts";
    assertThat(Client.link("GET", part, NOTHING).body()).isEqualTo(TestMedia.MP4);
    String beside = url.substring(0, url.lastIndexOf('/') + 1) + "..%2F..%2Fuploaded";
    assertThat(Client.link("GET", beside, NOTHING).statusCode()).isBetween(400, 404);
    Answer again = ada.post("/v1/files/" + id + "/enable-public-preview", "");
    assertThat(again.at("/publicHlsUrl")).isEqualTo(url);

    Answer disabled = ada.post("/v1/files/" + id + "/disable-public-preview", "");
    assertThat(disabled.json().get("publicPlaybackId").isNull()).isTrue();
    assertThat(Client.link("GET", url, NOTHING).statusCode()).isEqualTo(404);
    String signed = disabled.at("/downloadSource/url");
    assertThat(Client.link("GET", signed, NOTHING).statusCode()).isEqualTo(200);
    Answer anew = ada.post("/v1/files/" + id + "/enable-public-preview", "");
    assertThat(anew.at("/publicHlsUrl")).isNotEqualTo(url);
  }

  @Test
  void preview_soundWithoutPlaylist_playsTheFile() {
    String id = ada.uploaded("sound", TestMedia.WAV);
    String url = ada.post("/v1/files/" + id + "/enable-public-preview", "").at("/publicHlsUrl");
    assertThat(Client.link("GET", url, NOTHING).body()).isEqualTo(TestMedia.WAV);
  }

  @Test
  void preview_imageOrUnprocessed_isRefused() {
    String image = ada.uploaded("x", TestMedia.PNG);
    assertThat(ada.post("/v1/files/" + image + "/enable-public-preview", "").code())
        .isEqualTo("400 invalid_parameters");
    String waiting =
        ada.post("/v1/files/upload", "{\"displayName\":\"x\",\"type\":\"VIDEO\"}").at("/fileId");
    assertThat(ada.post("/v1/files/" + waiting + "/enable-public-preview", "").code())
        .isEqualTo("400 invalid_parameters");
  }

  @Test
  void hls_privatePlaylist_hasSignedParts() {
    String id = ada.uploaded("film", TestMedia.MP4);
    String playlist = text(Client.link("GET", ada.file(id).at("/hlsSource/url"), NOTHING));
    String part = playlist.lines().filter(line -> !line.startsWith("#")).findFirst().orElseThrow();
    assertThat(Client.link("GET", part, NOTHING).body()).isEqualTo(TestMedia.MP4);
    String unsigned = part.substring(0, part.indexOf('?'));
    assertThat(Client.link("GET", unsigned, NOTHING).statusCode()).isEqualTo(403);
  }
}
