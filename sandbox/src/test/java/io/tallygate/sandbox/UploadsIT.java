package io.tallygate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.sandbox.Client.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uploads, and how long files stay. */
@Timeout(60)
final class UploadsIT {

  private static final byte[] NOTHING = new byte[0];

  @TempDir Path folder;

  private static Answer create(Client client, String body) {
    return client.post("/v1/files/upload", body.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'displayName':'x'}                                      | 200",
        "{'displayName':'x','type':null,'isTemporary':null}       | 200",
        "{'displayName':'x','type':'VIDEO','isTemporary':true}    | 200",
        "{}                                                       | 400 invalid_parameters",
        "{'displayName':' '}                                      | 400 invalid_parameters",
        "{'displayName':'x','type':'TEXT'}                        | 400 invalid_parameters",
        "{'displayName':'x','isTemporary':1}                      | 400 invalid_parameters"
      })
  void create_bodies_areChecked(String body, String code) {
    try (TestSandbox sandbox = TestSandbox.in(folder)) {
      assertThat(create(sandbox.ada(), body).code().strip()).isEqualTo(code);
    }
  }

  @Test
  void upload_link_worksOnceOnly() {
    try (TestSandbox sandbox = TestSandbox.in(folder)) {
      Answer created = create(sandbox.ada(), "{'displayName':'x'}");
      String url = created.at("/uploadUrl");
      assertThat(sandbox.ada().file(created.at("/fileId")).at("/downloadSource/status"))
          .isEqualTo("pending");
      assertThat(Client.link("PUT", url, TestMedia.PNG).statusCode()).isEqualTo(200);
      assertThat(Client.link("PUT", url, TestMedia.WAV).statusCode()).isEqualTo(400);
      sandbox.ada().awaitSource(created.at("/fileId"), "downloadSource", "ready");
      assertThat(Client.link("PUT", url, TestMedia.WAV).statusCode()).isEqualTo(400);
      assertThat(sandbox.ada().file(created.at("/fileId")).at("/type")).isEqualTo("IMAGE");
      String bare = url.substring(0, url.indexOf('?'));
      assertThat(Client.link("PUT", bare, TestMedia.PNG).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void upload_brokenOff_canBeSentAgain() throws IOException {
    try (TestSandbox sandbox = TestSandbox.in(folder)) {
      Answer created = create(sandbox.ada(), "{'displayName':'x'}");
      URI url = URI.create(created.at("/uploadUrl"));
      try (Socket socket = new Socket(url.getHost(), url.getPort())) {
        OutputStream out = socket.getOutputStream();
        String head =
            "PUT %s?%s HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nshort"
                .formatted(url.getRawPath(), url.getRawQuery());
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
      int status = 0;
      while (status != 200) { // until the broken one is given up
        status = Client.link("PUT", url.toString(), TestMedia.PNG).statusCode();
      }
      sandbox.ada().awaitSource(created.at("/fileId"), "downloadSource", "ready");
    }
  }

  @ParameterizedTest
  @CsvSource({"100, 200", "101, 413"})
  void upload_length_isLimited(int length, int status) {
    try (TestSandbox sandbox =
        TestSandbox.in(
            folder, config -> config.withLimits(config.limits().withUploadBytesMax(100)))) {
      String url = create(sandbox.ada(), "{'displayName':'x'}").at("/uploadUrl");
      assertThat(Client.link("PUT", url, new byte[length]).statusCode()).isEqualTo(status);
    }
  }

  @Test
  void upload_chunkedBeyondLimit_isRefused() throws IOException {
    try (TestSandbox sandbox =
        TestSandbox.in(
            folder, config -> config.withLimits(config.limits().withUploadBytesMax(100)))) {
      URI url = URI.create(create(sandbox.ada(), "{'displayName':'x'}").at("/uploadUrl"));
      String head =
          "PUT %s?%s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
              .formatted(url.getRawPath(), url.getRawQuery());
      String chunk = "65\r\n" + "x".repeat(0x65) + "\r\n0\r\n\r\n";
      try (Socket socket = new Socket(url.getHost(), url.getPort())) {
        socket.getOutputStream().write((head + chunk).getBytes(StandardCharsets.US_ASCII));
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer).startsWith("HTTP/1.1 403").contains("at most 100 bytes");
      }
    }
  }

  @Test
  void upload_noMedia_failsAndGivesRoomBack() throws IOException {
    try (TestSandbox sandbox = TestSandbox.in(folder)) {
      Client ada = sandbox.ada();
      Answer created = create(ada, "{'displayName':'x'}");
      Client.link("PUT", created.at("/uploadUrl"), "#EXTM3U".getBytes(StandardCharsets.US_ASCII));
      ada.awaitSource(created.at("/fileId"), "downloadSource", "failed");
      try (Stream<Path> files = Files.list(folder.resolve("data").resolve("files"))) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Test
  void upload_anotherTypeThanDeclared_fails() {
    try (TestSandbox sandbox = TestSandbox.in(folder)) {
      Client ada = sandbox.ada();
      Answer created = create(ada, "{'displayName':'x','type':'VIDEO'}");
      assertThat(ada.file(created.at("/fileId")).at("/type")).isEqualTo("VIDEO");
      Client.link("PUT", created.at("/uploadUrl"), TestMedia.PNG);
      ada.awaitSource(created.at("/fileId"), "downloadSource", "failed");
    }
  }

  @Test
  void quota_usedUp_refusesUntilBytesAreDeleted() {
    Moved clock = new Moved();
    try (TestSandbox sandbox =
        TestSandbox.in(
            folder, config -> config.withLimits(config.limits().withDiskBytesMax(40)), clock)) {
      Client ada = sandbox.ada();
      String first = ada.uploaded("x", TestMedia.WAV);
      String url = create(ada, "{'displayName':'y'}").at("/uploadUrl");
      assertThat(Client.link("PUT", url, TestMedia.WAV).statusCode()).isEqualTo(403);
      ada.post("/v1/files/" + first + "/archive", "");
      clock.move(Duration.ofHours(25));
      while (!ada.file(first).at("/downloadSource/status").equals("failed")) {
        LockSupport.parkNanos(10_000_000);
      }
      ada.uploaded("z", TestMedia.WAV);
    }
  }

  @Test
  void links_afterTheirTime_haveExpired() {
    Moved clock = new Moved();
    try (TestSandbox sandbox = TestSandbox.in(folder, config -> config, clock)) {
      Client ada = sandbox.ada();
      String id = ada.uploaded("x", TestMedia.PNG);
      String download = ada.file(id).at("/downloadSource/url");
      String upload = create(ada, "{'displayName':'y'}").at("/uploadUrl");
      clock.move(Duration.ofMinutes(15));
      assertThat(Client.link("PUT", upload, TestMedia.PNG).statusCode()).isEqualTo(403);
      assertThat(Client.link("GET", download, NOTHING).statusCode()).isEqualTo(200);
      clock.move(Duration.ofMinutes(45));
      assertThat(Client.link("GET", download, NOTHING).statusCode()).isEqualTo(403);
      assertThat(ada.file(id).json().at("/downloadSource/expiresAt").asLong())
          .isLessThanOrEqualTo(clock.instant().getEpochSecond());
      String fresh = ada.post("/v1/files/" + id + "/hydrate", "").at("/downloadSource/url");
      assertThat(Client.link("GET", fresh, NOTHING).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void temporary_afterADay_isArchivedThenDeleted() {
    Moved clock = new Moved();
    try (TestSandbox sandbox = TestSandbox.in(folder, config -> config, clock)) {
      Client ada = sandbox.ada();
      String body = "{\"prompt\":\"p\",\"isOutputTemporary\":true}";
      String id = ada.made("generate-image", body);
      clock.move(Duration.ofHours(24));
      while (!ada.get("/v1/files").json().get("files").isEmpty()) {
        LockSupport.parkNanos(10_000_000);
      }
      clock.move(Duration.ofHours(24));
      ada.awaitSource(id, "downloadSource", "failed");
    }
  }

  /** A clock that is moved by hand; meanwhile it goes on as clocks do. */
  private static final class Moved implements InstantSource {

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    void move(Duration by) {
      ahead.updateAndGet(it -> it.plus(by));
    }

    @Override
    public Instant instant() {
      return InstantSource.system().instant().plus(ahead.get());
    }
  }
}
