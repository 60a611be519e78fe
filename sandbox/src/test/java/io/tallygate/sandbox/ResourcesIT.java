package io.tallygate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.sandbox.Client.Answer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Voices and presenters. */
@Timeout(60)
final class ResourcesIT {

  @TempDir static Path folder;

  private static TestSandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = TestSandbox.in(folder);
  }

  @AfterAll
  static void end() {
    sandbox.close();
  }

  @ParameterizedTest
  @CsvSource({"'', 2", "?includeDeprecatedVoices=false, 2", "?includeDeprecatedVoices=true, 3"})
  void voices_deprecated_onlyIfAskedFor(String query, int count) {
    Answer voices = sandbox.ada().get("/v1/resources/tts-voices" + query);
    assertThat(voices.json().get("ttsVoices")).hasSize(count);
    assertThat(voices.at("/ttsVoices/0/voiceId")).matches("vg_voic_[0-9A-Za-z_]+");
    assertThat(sandbox.ada().get("/v1/resources/tts-voices?includeDeprecatedVoices=x").code())
        .isEqualTo("400 invalid_parameters");
  }

  @Test
  void presenters_pictures_needNoKey() {
    JsonNode presenters =
        sandbox.ada().get("/v1/resources/avatar-presenters").json().get("avatarPresenters");
    assertThat(presenters).hasSize(3);
    for (String field : new String[] {"imageUrl", "thumbnailUrl", "previewVideoUrl"}) {
      String url = presenters.get(0).get(field).asString();
      HttpResponse<byte[]> picture = Client.link("GET", url, new byte[0]);
      assertThat(picture.statusCode()).as(url).isEqualTo(200);
      assertThat(picture.body()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/resources/tts-voices", "/v1/resources/avatar-presenters"})
  void lists_knownTag_answerNotModified(String path) {
    Answer first = sandbox.ada().get(path);
    assertThat(first.header("cache-control")).isEqualTo("private, max-age=3600");
    String tag = first.header("etag");
    assertThat(tag).matches("\"[0-9a-f-]+\"");
    Answer again = sandbox.ada().call("GET", path, "", "If-None-Match", tag);
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.text()).isEmpty();
    assertThat(sandbox.ada().call("GET", path, "", "If-None-Match", "\"x\"").status())
        .isEqualTo(200);
  }

  @Test
  void lists_pages_areWhole() {
    Answer first = sandbox.ada().get("/v1/resources/avatar-presenters?limit=2");
    assertThat(first.json().get("avatarPresenters")).hasSize(2);
    Answer second =
        sandbox
            .ada()
            .get("/v1/resources/avatar-presenters?limit=2&cursor=" + first.at("/nextCursor"));
    assertThat(second.json().get("avatarPresenters")).hasSize(1);
    assertThat(second.json().get("hasMore").asBoolean()).isFalse();
    assertThat(second.at("/avatarPresenters/0/avatarPresenterId"))
        .isNotEqualTo(first.at("/avatarPresenters/1/avatarPresenterId"));
  }
}
