package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tallygate.webhooks.Secret;
import io.tallygate.webhooks.Signature;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tallygate sandbox listen}: a receiver of webhooks, for trying them out. */
@Command(
    name = "listen",
    header = "Receives webhooks on this machine, verifies them and prints each in a line.",
    description =
        "What is not signed by the secret, or was signed over 5 minutes ago, is answered 401 and"
            + " told on stderr. Ends after --count webhooks.",
    footerHeading = "%nExample:%n",
    footer = "  tallygate sandbox listen --port 9100 --secret-file secret.txt --count 1")
final class ListenCommand implements Callable<Integer> {

  private static final int BODY_BYTES_MAX = 1 << 20;
  private static final long TOLERANCE_SECONDS = 300;
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;

  @Mixin private final Invocation invocation;

  @Option(
      names = "--port",
      required = true,
      paramLabel = "PORT",
      description = "Of 127.0.0.1, 1 to 65535.")
  private int port;

  @Option(
      names = "--secret-file",
      required = true,
      paramLabel = "FILE",
      description = "The signing secret that came with the webhook: whsec_…")
  private String secretFile = "";

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "End after so many, 1 to 1000000; default 1000000.")
  private int count;

  ListenCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    require(port >= 1 && port <= 65_535, "port must be 1 to 65535: port=%s", port);
    require(count >= 1 && count <= 1_000_000, "count must be 1 to 1000000: count=%s", count);
    Path file = invocation.surroundings().folder().resolve(secretFile);
    Secret secret = Secret.parse(Files.readString(file, StandardCharsets.UTF_8).strip());
    CountDownLatch awaited = new CountDownLatch(count);
    HttpServer server = listen();
    server.createContext("/", exchange -> answer(exchange, secret, awaited));
    server.start();
    try {
      awaited.await();
    } finally {
      server.stop(1);
    }
    return 0;
  }

  private HttpServer listen() throws IOException {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (BindException e) {
      throw new CommandFailed("port is in use: port=" + port);
    }
  }

  private void answer(HttpExchange exchange, Secret secret, CountDownLatch awaited)
      throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX);
      boolean isGood = isSigned(exchange, secret, body);
      exchange.sendResponseHeaders(isGood ? OK : UNAUTHORIZED, -1);
      if (isGood) {
        invocation.print(new String(body, StandardCharsets.UTF_8) + "\n");
        awaited.countDown();
      } else {
        invocation.note("a webhook was refused: its signature is not of this secret and time");
      }
    }
  }

  /** As Standard Webhooks has it: one of the signatures must be ours. */
  private boolean isSigned(HttpExchange exchange, Secret secret, byte[] body) {
    String second = field(exchange, "webhook-timestamp");
    if (!second.matches("[0-9]{1,12}")
        || Math.abs(invocation.nowSecond() - Long.parseLong(second)) > TOLERANCE_SECONDS) {
      return false;
    }
    byte[] ours =
        Signature.of(secret, field(exchange, "webhook-id"), Long.parseLong(second), body)
            .getBytes(StandardCharsets.US_ASCII);
    return Stream.of(field(exchange, "webhook-signature").split(" ", -1))
        .anyMatch(one -> MessageDigest.isEqual(one.getBytes(StandardCharsets.US_ASCII), ours));
  }

  private static String field(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }
}
