package io.tallygate.command;

import io.tallygate.gateway.GatewayConfig;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.Proof;
import io.tallygate.gateway.key.SqliteKeys;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.policy.PolicyFile;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A running demo: a gateway with the policy {@code videogen} before an echo, and a fresh key. */
final class Demo implements AutoCloseable {

  /** What of a demo can be set; all else is as on every other machine. */
  static final List<Setting> SETTINGS =
      List.of(Setting.HOUR, Setting.PORT, Setting.ADMIN_PORT, Setting.DATA);

  private static final String POLICY = "videogen";
  private static final String LOOPBACK = "127.0.0.1";
  private static final int STARTS_MAX = 3;

  private final EchoUpstream echo;
  private final Path data;
  private final boolean keepsData;
  private final RunningGateway gateway;
  private final Duration hour;
  private final String secret;

  private Demo(Parts parts, RunningGateway gateway, Duration hour, String secret) {
    this.echo = parts.echo();
    this.data = parts.data();
    this.keepsData = parts.keepsData();
    this.gateway = gateway;
    this.hour = hour;
    this.secret = secret;
  }

  private record Parts(EchoUpstream echo, Path data, boolean keepsData) {
    void close() {
      echo.close();
      if (!keepsData) {
        delete(data);
      }
    }
  }

  /**
   * Starts a demo; when this returns it serves.
   *
   * @param given of {@link #SETTINGS}
   * @param notes is told what differs from what was asked
   */
  static Demo start(
      Map<Setting, String> given, Surroundings surroundings, Consumer<String> notes)
      throws IOException {
    Map<Setting, String> asked = new EnumMap<>(given);
    asked.put(Setting.BIND, LOOPBACK);
    asked.put(Setting.ADMIN_BIND, LOOPBACK);
    GatewaySettings.config(Settings.of(asked, surroundings), ""); // before anything is made

    boolean keepsData = asked.containsKey(Setting.DATA);
    if (!keepsData) {
      asked.put(Setting.DATA, Files.createTempDirectory("tallygate-demo-").toString());
    }
    Path data = Settings.of(asked, surroundings).path(Setting.DATA);
    Parts parts = new Parts(EchoUpstream.start(), data, keepsData);
    asked.put(Setting.UPSTREAM, parts.echo().uri().toString());
    boolean started = false;
    try {
      Demo demo = start(parts, asked, surroundings, notes);
      started = true;
      return demo;
    } finally {
      if (!started) {
        parts.close();
      }
    }
  }

  private static Demo start(
      Parts parts, Map<Setting, String> asked, Surroundings surroundings, Consumer<String> notes)
      throws IOException {
    PolicyFile policy = PolicyFile.bundled(POLICY);
    Ticker ticker = surroundings.ticker();
    IssuedKey key;
    try (SqliteKeys keys = SqliteKeys.open(parts.data(), ticker)) {
      key = keys.create("demo", new KeyFormat(policy.gate().keyPrefix()));
    }
    String proof = Proof.of(parts.data());
    RunningGateway.Stand stand =
        new RunningGateway.Stand(parts.data(), policy, Optional.empty(), ticker);
    for (int starts = 1; ; starts++) {
      GatewayConfig config =
          GatewaySettings.config(Settings.of(withFreePorts(asked, surroundings), surroundings), proof);
      try {
        RunningGateway gateway = RunningGateway.start(config, stand);
        noteMoved(asked, surroundings, config, notes);
        return new Demo(parts, gateway, config.hour(), key.secret());
      } catch (BindException e) {
        if (starts == STARTS_MAX) { // somebody takes the ports as fast as we find them
          throw Ports.taken(config.listen(), e);
        }
      }
    }
  }

  private static Map<Setting, String> withFreePorts(
      Map<Setting, String> asked, Surroundings surroundings) {
    Settings settings = Settings.of(asked, surroundings);
    int wantedAdmin = settings.number(Setting.ADMIN_PORT);
    int port = Ports.nextFree(LOOPBACK, settings.number(Setting.PORT), wantedAdmin);
    int adminPort = Ports.nextFree(LOOPBACK, wantedAdmin, port);
    Map<Setting, String> free = new EnumMap<>(asked);
    free.put(Setting.PORT, Integer.toString(port));
    free.put(Setting.ADMIN_PORT, Integer.toString(adminPort));
    return free;
  }

  private static void noteMoved(
      Map<Setting, String> asked,
      Surroundings surroundings,
      GatewayConfig config,
      Consumer<String> notes) {
    Settings settings = Settings.of(asked, surroundings);
    int port = settings.number(Setting.PORT);
    if (config.listen().port() != port) {
      notes.accept(
          "port is in use, took the next free one: port=%s taken=%s"
              .formatted(port, config.listen().port()));
    }
    int adminPort = settings.number(Setting.ADMIN_PORT);
    if (config.listen().adminPort() != adminPort) {
      notes.accept(
          "admin-port is in use, took the next free one: admin-port=%s taken=%s"
              .formatted(adminPort, config.listen().adminPort()));
    }
  }

  /** What is printed: all that is needed to go on. */
  String screen() {
    String url = ServeCommand.url(gateway.address());
    return "gateway  %s     an hour lasts %s here%n".formatted(url, Quantity.spoken(hour))
        + "admin    %s%n".formatted(ServeCommand.url(gateway.adminAddress()))
        + "data     %s%n".formatted(data)
        + "key      %s%n".formatted(secret)
        + "try      curl -i -H \"Authorization: Bearer %s\" %s/v1/files%n".formatted(secret, url);
  }

  @Override
  public void close() {
    gateway.close();
    echo.close();
    if (!keepsData) {
      delete(data);
    }
  }

  private static void delete(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path path, @Nullable IOException e)
                throws IOException {
              Files.delete(path);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // It is the system's folder for temporary files: the system will delete what is left.
    }
  }
}
