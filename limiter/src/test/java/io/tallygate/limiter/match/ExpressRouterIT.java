package io.tallygate.limiter.match;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/** Endpoint matching before Express: as it comes, and with middleware that rewrites the URL. */
@Tag("needs-npm")
final class ExpressRouterIT extends RouterContract {

  private static final Path SOURCE = Path.of("src/test/router");
  private static final Path FOLDER = Path.of("target/router");
  private static final String LOCK = "package-lock.json";
  private static final int SET_UPS = 6;

  private @Nullable ServerProcess server;

  @Override
  Map<String, Integer> start() throws IOException {
    install();
    ServerProcess started =
        ServerProcess.start(FOLDER, "nodejs", List.of("node", "express.js", endpointsAsJson()));
    server = started;
    Map<String, Integer> ports = new TreeMap<>();
    for (int i = 0; i < SET_UPS; i++) {
      String[] words = started.line().split(" ", 2);
      ports.put(words[0], Integer.parseInt(words[1]));
    }
    return ports;
  }

  /** With {@code npm ci}, unless the same lock was installed before. */
  private static void install() throws IOException {
    Path installed = FOLDER.resolve("node_modules/installed-lock.json");
    Files.createDirectories(FOLDER);
    for (String file : List.of("package.json", LOCK, "express.js")) {
      Files.copy(SOURCE.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(installed) || Files.mismatch(installed, SOURCE.resolve(LOCK)) >= 0) {
      ServerProcess.run(
          FOLDER, "npm", List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
      Files.copy(SOURCE.resolve(LOCK), installed, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String endpointsAsJson() {
    return VideoGenShape.SERVED.stream()
        .map(VideoGenShape.Served::endpoint)
        .map(
            endpoint ->
                String.format(
                    "{\"method\":\"%s\",\"pattern\":\"%s\"}",
                    endpoint.method(), endpoint.pattern()))
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Override
  void stop() {
    if (server != null) {
      server.close();
    }
  }
}
