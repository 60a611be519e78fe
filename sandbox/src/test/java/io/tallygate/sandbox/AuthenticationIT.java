package io.tallygate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.sandbox.Client.Answer;
import io.tallygate.sandbox.SandboxConfig.FromGateway;
import io.tallygate.sandbox.SandboxConfig.KeysIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call. */
@Timeout(60)
final class AuthenticationIT {

  private static final String PROOF = "0123456789abcdef0123456789abcdef0123456789abcdef";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Bearer vg_key_of_ada  | 200 | ''",
        "bearer vg_key_of_ada  | 200 | ''",
        "Bearer vg_key_of_adb  | 401 | invalid_api_key",
        "Bearer                | 401 | missing_api_key",
        "Basic vg_key_of_ada   | 401 | missing_api_key",
        "vg_key_of_ada         | 401 | missing_api_key"
      })
  void key_inHeader_isJudged(String header, int status, String code) {
    try (TestSandbox sandbox = TestSandbox.in(folder)) {
      Answer answer =
          new Client(sandbox.sandbox.address(), "Authorization", header).get("/v1/files");
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.json().path("code").asString("")).isEqualTo(code);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/files",
        "/v1/nothing",
        "/v1/tools/executions/x",
        "/v1/resources/tts-voices",
        "/v1/"
      })
  void key_missing_isToldFirst(String path) {
    try (TestSandbox sandbox = TestSandbox.in(folder)) {
      assertThat(sandbox.nobody().get(path).code()).isEqualTo("401 missing_api_key");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%76%31/files", "//v1/files", "/v1//files", "/./v1/files", "/x/../v1/files",
        "/V1/files", "/v1;x=y/files", "/v1/files/", "/v1%2ffiles", "/open/../v1/files"
      })
  void path_otherSpelling_isNoWayAroundTheKey(String path) throws IOException {
    try (TestSandbox sandbox = TestSandbox.in(folder)) {
      int port = Integer.parseInt(sandbox.sandbox.address().replaceAll(".*:", ""));
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer).matches("(?s)HTTP/1.1 (400|401|404) .*").doesNotContain("\"files\"");
      }
    }
  }

  @Test
  void path_unknown_isNotFound() {
    try (TestSandbox sandbox = TestSandbox.in(folder)) {
      for (String path : List.of("/v1/nothing", "/v1/files/a/b/c", "/nothing", "/v1/files/")) {
        assertThat(sandbox.ada().get(path).code()).as(path).isEqualTo("404 not_found");
      }
      assertThat(sandbox.ada().delete("/v1/files").code()).isEqualTo("404 not_found");
    }
  }

  @Test
  void identity_withoutProof_isNotBelieved() {
    try (TestSandbox sandbox =
        TestSandbox.in(
            folder, config -> SandboxConfig.of(config.place(), new FromGateway(PROOF)))) {
      String base = sandbox.sandbox.address();
      String[] identity = {"X-Tallygate-Key-Id", "key_1", "X-Tallygate-Owner", "own_1"};
      assertThat(new Client(base, identity).get("/v1/files").code())
          .isEqualTo("401 missing_api_key");
      assertThat(with(base, identity, PROOF + "0").get("/v1/files").code())
          .isEqualTo("401 invalid_api_key");
      assertThat(with(base, identity, PROOF).get("/v1/files").status()).isEqualTo(200);
      String[] noOwner = {"X-Tallygate-Key-Id", "key_1"};
      assertThat(with(base, noOwner, PROOF).get("/v1/files").code())
          .isEqualTo("401 invalid_api_key");
      assertThat(Client.withKey(base, "vg_key_of_ada").get("/v1/files").code())
          .isEqualTo("401 missing_api_key");
    }
  }

  private static Client with(String base, String[] identity, String proof) {
    String[] headers = Arrays.copyOf(identity, identity.length + 2);
    headers[identity.length] = "X-Tallygate-Proof";
    headers[identity.length + 1] = proof;
    return new Client(base, headers);
  }

  @Test
  void identity_owners_areTeams() {
    try (TestSandbox sandbox =
        TestSandbox.in(
            folder, config -> SandboxConfig.of(config.place(), new FromGateway(PROOF)))) {
      String base = sandbox.sandbox.address();
      Client one = gateway(base, "key_1", "own_1");
      String id = one.uploaded("x", TestMedia.PNG);
      assertThat(gateway(base, "key_2", "own_1").file(id).status()).isEqualTo(200);
      assertThat(gateway(base, "key_3", "own_2").file(id).status()).isEqualTo(404);
    }
  }

  private static Client gateway(String base, String key, String owner) {
    String[] identity = {"X-Tallygate-Key-Id", key, "X-Tallygate-Owner", owner};
    return with(base, identity, PROOF);
  }

  @Test
  void server_badRequestLine_answersNoPage() throws IOException {
    try (TestSandbox sandbox = TestSandbox.in(folder)) {
      int port = Integer.parseInt(sandbox.sandbox.address().replaceAll(".*:", ""));
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket
            .getOutputStream()
            .write(
                "GET /v1/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("Jetty");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "short acme ada, KEY of 8 to 200",
    "long_enough acme, KEY of 8 to 200",
    "long_enough acme ada all, KEY of 8 to 200",
    "'', must have one line at least"
  })
  void keysFile_badLine_isToldWithoutTheKey(String line, String message) throws IOException {
    Path keys = Files.writeString(folder.resolve("keys"), line + "\n");
    SandboxConfig config =
        SandboxConfig.of(
            new SandboxConfig.Place(0, folder.resolve("data"), null), new KeysIn(keys));
    assertThatThrownBy(() -> Sandbox.start(config, TestMedia.all(), InstantSource.system()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("long_enough");
  }

  @Test
  void data_ofARunningSandbox_isRefused() {
    try (TestSandbox sandbox = TestSandbox.in(folder)) {
      assertThat(sandbox.ada().get("/v1/files").status()).isEqualTo(200);
      assertThatThrownBy(() -> TestSandbox.in(folder))
          .hasMessageContaining("one sandbox at a time");
    }
  }
}
