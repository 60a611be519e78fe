package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EchoUpstreamIT {

  private EchoUpstream echo;

  @BeforeEach
  void start() throws Exception {
    echo = EchoUpstream.start();
  }

  @AfterEach
  void stop() {
    echo.close();
  }

  @Test
  void answer_anyRequest_saysWhatItIsAndWhatItGot() throws Exception {
    Http answer = Http.call("DELETE", echo.uri() + "/v1/x?y=%2F", Map.of("X-Seen", "1"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.field("Content-Type")).isEqualTo("application/json");
    assertThat(answer.json().get("message").asString()).startsWith("This is an echo, not an API");
    assertThat(answer.json().get("method").asString()).isEqualTo("DELETE");
    assertThat(answer.json().get("path").asString()).isEqualTo("/v1/x?y=%2F");
    assertThat(answer.json().get("headers").get("X-seen").asString()).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({"X-Tallygate-Proof", "Authorization", "Cookie", "X-Api-Key", "Proxy-Authorization"})
  void answer_secretFields_areNotShown(String field) throws Exception {
    Http answer = Http.call("GET", echo.uri() + "/", Map.of(field, "very-secret"));

    assertThat(answer.body()).doesNotContain("very-secret");
    assertThat(answer.fields().toString()).doesNotContain("very-secret");
  }

  @ParameterizedTest
  @CsvSource({"201, 201", "204, 204", "304, 304", "404, 404", "599, 599", "100, 200", "x, 200"})
  void answer_statusAskedFor_isThat(String asked, int status) throws Exception {
    assertThat(Http.call("GET", echo.uri() + "/", Map.of("X-Echo-Status", asked)).status())
        .isEqualTo(status);
  }

  @Test
  void answer_head_hasNoBody() throws Exception {
    Http answer = Http.call("HEAD", echo.uri() + "/", Map.of());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }
}
