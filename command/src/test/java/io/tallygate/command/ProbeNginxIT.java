package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The probe before nginx's {@code limit_req}, which says nothing of its limits. */
@Tag("needs-nginx")
final class ProbeNginxIT {

  private static final int TRIES_MAX = 5;

  private static final String CONFIG =
      """
      daemon off;
      master_process off;
      pid nginx.pid;
      error_log error.log crit;
      events { worker_connections 64; }
      http {
        access_log off;
        client_body_temp_path body;
        proxy_temp_path proxy;
        fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
        limit_req_zone $binary_remote_addr zone=slow:1m rate=1r/m;
        limit_req_status ${status};
        server {
          listen 127.0.0.1:${port};
          location / {
            limit_req zone=slow burst=${burst} nodelay;
            root www;
          }
        }
      }
      """;

  @TempDir Path folder;

  /** Which answers the limited calls have, and how many calls pass at once beside the first. */
  private record Setting(int status, int burst) {}

  private Findings probe(Setting setting) throws IOException {
    Files.createDirectories(folder.resolve("www/v1"));
    Files.writeString(folder.resolve("www/v1/things"), "some things");
    for (int i = 0; i < TRIES_MAX; i++) {
      int port = freePort();
      Files.writeString(
          folder.resolve("nginx.conf"),
          CONFIG
              .replace("${port}", String.valueOf(port))
              .replace("${status}", String.valueOf(setting.status()))
              .replace("${burst}", String.valueOf(setting.burst())));
      List<String> command =
          List.of(program(), "-p", folder.toString(), "-c", "nginx.conf", "-e", "error.log");
      try (ServerProgram nginx = ServerProgram.start(folder, command)) {
        if (listens(nginx, port)) {
          return Findings.of(folder, "some-key", "http://127.0.0.1:" + port + "/v1/things");
        }
      }
    }
    return fail("nginx did not start, see stderr.txt and error.log in %s", folder);
  }

  /** Debian keeps it where only root looks for programs. */
  private static String program() {
    Path usual = Path.of("/usr/sbin/nginx");
    return Files.isExecutable(usual) ? usual.toString() : "nginx";
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean listens(ServerProgram nginx, int port) {
    while (nginx.runs()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return socket.isConnected();
      } catch (IOException e) {
        // not yet
      }
    }
    return false;
  }

  @Test
  void probe_limitNotReached_saysThatThereAreNoHeaders() throws IOException {
    Findings found = probe(new Setting(503, 50));

    assertThat(found.run().exitCode()).isZero();
    assertThat(found.texts("headers"))
        .containsExactly("no headers: no answer says anything of limits");
    assertThat(found.answers("limit")).containsExactly("cannot-tell: no answer says a limit");
    assertThat(found.answers("refused")).isEmpty();
    assertThat(found.requests()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"503", "429"})
  void probe_limitReached_stopsAndSaysSo(int status) throws IOException {
    Findings found = probe(new Setting(status, 1));

    assertThat(found.answers("headers")).containsExactly("none");
    assertThat(found.answers("refused")).containsExactly(String.valueOf(status));
    assertThat(found.texts("refused").get(0)).contains("without Retry-After");
    assertThat(found.requests()).isEqualTo(3);
    assertThat(found.stopped()).isEqualTo("the API refused a call with " + status);
  }
}
