package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probe over HTTPS, before a server whose certificate is for localhost. */
final class ProbeTlsIT {

  private static final String PASSWORD = "changeit";
  private static final Path BIN = Path.of(System.getProperty("java.home"), "bin");
  private static final Path JAR = Path.of("target", "tallygate.jar").toAbsolutePath();

  @TempDir Path folder;
  private HttpsServer server;

  @BeforeEach
  void start() throws Exception {
    Path store = folder.resolve("store.p12");
    ServerProgram.run(
        folder,
        List.of(
            BIN.resolve("keytool").toString(),
            "-genkeypair",
            "-alias",
            "api",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost",
            "-validity",
            "2",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD,
            "-storetype",
            "PKCS12"));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("X-RateLimit-Limit", "7777777");
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** The command, which trusts the server's certificate. */
  private String probe(String host) throws Exception {
    try (ServerProgram program =
        ServerProgram.start(
            folder,
            List.of(
                BIN.resolve("java").toString(),
                "-Djavax.net.ssl.trustStore=" + folder.resolve("store.p12"),
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
                "-jar",
                JAR.toString(),
                "probe",
                "https://" + host + ":" + server.getAddress().getPort() + "/v1/things",
                "--max-requests=2"))) {
      return program.rest();
    }
  }

  @Test
  void probe_trustedCertificate_isAnswered() throws Exception {
    assertThat(probe("localhost")).contains("GET /v1/things: 7,777,777 requests  [#1 #2]");
  }

  @Test
  void probe_certificateOfAnotherHost_isRefused() throws Exception {
    assertThat(probe("127.0.0.1"))
        .contains("#1  GET /v1/things -> ")
        .contains("127.0.0.1")
        .doesNotContain("7777777", "7,777,777");
  }

  @Test
  void probe_unknownCertificate_isRefused() {
    String url = "https://localhost:" + server.getAddress().getPort() + "/v1/things";
    Findings found = Findings.of(folder, "secret-key", url);

    assertThat(found.run().exitCode()).isEqualTo(1);
    assertThat(found.run().out())
        .contains("certification path")
        .doesNotContain("7777777", "7,777,777");
  }
}
