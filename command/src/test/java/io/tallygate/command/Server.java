package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.clock.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running {@code tallygate serve} in a process of its own, which a test may kill. */
record Server(TallygateProcess process, int port, String admin) implements AutoCloseable {

  private static final Pattern SERVING =
      Pattern.compile("serving: gateway=http://[^ ]*:(\\d+) admin=(http://127.0.0.1:\\d+) ");

  /**
   * Starts it before an upstream, and waits until it serves.
   *
   * @param folder where {@code limits.yaml} is, and its data
   */
  static Server start(Path folder, EchoUpstream upstream, String... more) throws Exception {
    TallygateProcess process = launch(folder, upstream, more);
    Await.until(() -> SERVING.matcher(process.err()).find());
    Matcher matcher = SERVING.matcher(process.err());
    assertThat(matcher.find()).isTrue();
    return new Server(process, Integer.parseInt(matcher.group(1)), matcher.group(2));
  }

  /** Starts it, and waits for nothing. */
  static TallygateProcess launch(Path folder, EchoUpstream upstream, String... more)
      throws IOException {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("serve", "--upstream", upstream.uri().toString()));
    args.addAll(List.of("--policy", "limits.yaml", "--port", "0", "--admin-port", "0"));
    args.addAll(List.of(more));
    return TallygateProcess.start(folder, args.toArray(String[]::new));
  }

  /** Before the start: a running server would answer 401 until it knows it, and count those. */
  static String createKey(Path folder, String name) {
    Cli.Run run =
        new Cli(Map.of(), folder, Ticker.SYSTEM)
            .run("key", "create", "--name", name, "--policy", "limits.yaml", "--json");
    assertThat(run.err()).isEmpty();
    return Json.MAPPER.readTree(run.out()).get("key").asString();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** What a key has left in a group, after this call. */
  long remaining(String path, String key) throws IOException {
    return Long.parseLong(String.valueOf(Http.get(url(path), key).field("X-RateLimit-Remaining")));
  }

  String log() throws IOException {
    return process.err();
  }

  /** SIGTERM, and the calls under way are finished. */
  Cli.Run stop() throws Exception {
    process.terminate();
    return process.end();
  }

  void kill() throws InterruptedException {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }
}
