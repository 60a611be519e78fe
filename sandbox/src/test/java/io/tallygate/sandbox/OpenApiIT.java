package io.tallygate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The OpenAPI file and the server have the same endpoints. */
@Timeout(60)
final class OpenApiIT {

  @TempDir Path folder;

  @Test
  void file_eachOperation_isAnEndpoint() {
    assertThat(Contract.OF_THE_JAR.operations()).hasSize(25);
    try (TestSandbox sandbox = TestSandbox.in(folder)) {
      Contract.OF_THE_JAR
          .operations()
          .forEach(
              (method, path) -> {
                String text =
                    sandbox
                        .ada()
                        .call(
                            method.substring(0, method.indexOf(' ')),
                            path.replaceAll("\\{[^}]*}", "x"),
                            method.startsWith("POST") ? "{}" : "")
                        .text();
                assertThat(text).as(method).doesNotContain("there is no such endpoint");
              });
    }
  }

  @Test
  void file_isServedWithoutAKey() {
    try (TestSandbox sandbox = TestSandbox.in(folder)) {
      String url = sandbox.sandbox.address() + "/open/openapi.json";
      assertThat(new String(Client.link("GET", url, new byte[0]).body(), StandardCharsets.UTF_8))
          .contains("It is not VideoGen");
    }
  }

  @Test
  void contract_wrongAnswers_areFound() {
    Contract contract = Contract.OF_THE_JAR;
    assertThatThrownBy(
            () -> contract.check("GET", "/v1/files", 200, "{\"files\":[],\"hasMore\":false}"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("nextCursor");
    assertThatThrownBy(() -> contract.check("GET", "/v1/files", 201, "{}"))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> contract.check("GET", "/v1/files", 400, "{\"code\":\"x\"}"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("message");
  }
}
