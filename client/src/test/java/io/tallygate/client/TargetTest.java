package io.tallygate.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TargetTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /                                     | /
          /v1/files                             | /v1/files
          /v1/files/file_7                      | /v1/files/{}
          /v12/files/abc1/hydrate               | /v12/files/{}/hydrate
          /v1/tools/text-to-speech              | /v1/tools/text-to-speech
          /v1/abcdefghijklmnopqrstuvwxyzabcdef  | /v1/abcdefghijklmnopqrstuvwxyzabcdef
          /v1/abcdefghijklmnopqrstuvwxyzabcdefg | /v1/{}
          /a//b/                                | /a//b/
          """)
  void path_withIds_isOfOneShape(String path, String shape) {
    assertThat(Target.shape(path)).isEqualTo(shape);
  }

  @Test
  void target_withCredentials_showsNone() {
    Target red = target("red");
    assertThat(red).isEqualTo(target("red")).isNotEqualTo(target("blue"));
    assertThat(red.toString()).isEqualTo("GET /a at http://127.0.0.1:1").doesNotContain("red");
  }

  private static Target target(String key) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:1/a?q=1"))
            .header("Authorization", "Bearer " + key)
            .build();
    return Target.of(request, any -> Optional.empty());
  }
}
