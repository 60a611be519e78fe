package io.tallygate.command;

import io.tallygate.gateway.GatewayConfig;
import io.tallygate.gateway.database.Database;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.database.StoredAdministration;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.Administration;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Proof;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.page.PageForm;
import io.tallygate.sandbox.Media;
import io.tallygate.sandbox.Sandbox;
import io.tallygate.sandbox.SandboxConfig;
import io.tallygate.sandbox.media.EngineSettings.Placeholders;
import io.tallygate.sandbox.media.Engines;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The gateway with the policy {@code videogen} before the sandbox, and with a fresh key. */
final class Demo {

  /** What can be set; all else is as on every other machine. */
  static final List<Setting> SETTINGS =
      List.of(Setting.HOUR, Setting.PORT, Setting.ADMIN_PORT, Setting.DATA, Setting.DB);

  private static final String POLICY = "videogen";
  private static final String LOOPBACK = "127.0.0.1";
  private static final int STARTS_MAX = 3;

  private final Surroundings surroundings;
  private final Lifetime lifetime;
  private final Consumer<String> notes;
  private final UnaryOperator<SandboxConfig> room;

  /**
   * @param lifetime at whose end everything ends that was started
   * @param notes is told what differs from what was asked
   */
  Demo(Surroundings surroundings, Lifetime lifetime, Consumer<String> notes) {
    this(surroundings, lifetime, notes, UnaryOperator.identity());
  }

  /**
   * @param room gives the sandbox as much of it as is wanted
   */
  Demo(
      Surroundings surroundings,
      Lifetime lifetime,
      Consumer<String> notes,
      UnaryOperator<SandboxConfig> room) {
    this.surroundings = surroundings;
    this.lifetime = lifetime;
    this.notes = notes;
    this.room = room;
  }

  /**
   * Starts all; when this returns the gateway serves.
   *
   * @param given of {@link #SETTINGS}
   * @return what is to be printed: all that is needed to go on
   */
  String start(Map<Setting, String> given) throws IOException {
    Map<Setting, String> asked = new EnumMap<>(given);
    asked.put(Setting.BIND, LOOPBACK);
    asked.put(Setting.ADMIN_BIND, LOOPBACK);
    asked.put(Setting.PAGE, "true");
    GatewaySettings.config(settings(asked), ""); // before anything is made
    // Looking for programs takes as long as all else.
    FutureTask<Engines> engines = new FutureTask<>(() -> SandboxCommand.engines(Placeholders.ON));
    new Thread(engines, "tallygate-engines").start();
    if (!asked.containsKey(Setting.DATA)) {
      Path folder = Files.createTempDirectory("tallygate-demo-");
      lifetime.onEnd(() -> delete(folder));
      asked.put(Setting.DATA, folder.toString());
    }
    Path data = settings(asked).path(Setting.DATA);
    PolicyFile policy = policy();
    Location location = Databases.location(settings(asked));
    Actor actor = new Actor(Actor.Kind.COMMAND, surroundings.user());
    IssuedKey key;
    try (Administration all =
        new StoredAdministration(Database.open(location), surroundings.ticker(), actor)) {
      key = all.keys().create(NewKey.of("demo"), new KeyFormat(policy.gate().keyPrefix()));
    }
    Sandbox sandbox = sandbox(data, engines);
    lifetime.onEnd(sandbox::close);
    asked.put(Setting.UPSTREAM, sandbox.address());
    RunningGateway gateway =
        start(
            asked,
            new RunningGateway.Stand(
                location, data, policy, Optional.empty(), surroundings.ticker()));
    sandbox.publicUrl(URI.create(ServeCommand.url(gateway.address())));
    return screen(gateway, settings(asked).duration(Setting.HOUR), data, key.secret());
  }

  /** Behind the gateway, which it believes by the proof. */
  private Sandbox sandbox(Path data, Future<Engines> engines) throws IOException {
    return Sandbox.start(
        room.apply(
            SandboxConfig.of(
                new SandboxConfig.Place(0, data.resolve("sandbox"), null),
                new SandboxConfig.FromGateway(Proof.of(data)))),
        Media.of(found(engines)),
        InstantSource.system());
  }

  private static Engines found(Future<Engines> engines) throws IOException {
    try {
      return engines.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("interrupted while it looked for programs");
    }
  }

  /** The bundled one, with what of the sandbox needs no key. */
  private static PolicyFile policy() {
    PolicyFile bundled = PolicyFile.bundled(POLICY);
    List<Endpoint> open = Sandbox.OPEN.stream().map(Endpoint::parse).toList();
    return bundled.withPolicy(bundled.policy().withOpen(open));
  }

  private RunningGateway start(Map<Setting, String> asked, RunningGateway.Stand stand)
      throws IOException {
    String proof = Proof.of(settings(asked).path(Setting.DATA));
    for (int starts = 1; ; starts++) {
      Settings free = settings(withFreePorts(asked));
      GatewayConfig config = GatewaySettings.config(free, proof);
      try {
        RunningGateway gateway = RunningGateway.start(config, stand);
        lifetime.onEnd(gateway::close);
        noteMoved(settings(asked), free, Setting.PORT);
        noteMoved(settings(asked), free, Setting.ADMIN_PORT);
        return gateway;
      } catch (BindException e) {
        if (starts == STARTS_MAX) { // somebody takes the ports as fast as we find them
          throw new CommandFailed(e.getMessage());
        }
      }
    }
  }

  private Map<Setting, String> withFreePorts(Map<Setting, String> asked) {
    int wantedAdmin = settings(asked).number(Setting.ADMIN_PORT);
    int port = Ports.nextFree(LOOPBACK, settings(asked).number(Setting.PORT), wantedAdmin);
    int adminPort = Ports.nextFree(LOOPBACK, wantedAdmin, port);
    Map<Setting, String> free = new EnumMap<>(asked);
    free.put(Setting.PORT, Integer.toString(port));
    free.put(Setting.ADMIN_PORT, Integer.toString(adminPort));
    return free;
  }

  private void noteMoved(Settings asked, Settings taken, Setting port) {
    if (asked.number(port) != taken.number(port)) {
      notes.accept(
          "port is in use, took the next free one: %s=%s taken=%s"
              .formatted(port.text(), asked.number(port), taken.number(port)));
    }
  }

  private Settings settings(Map<Setting, String> asked) {
    return Settings.of(asked, surroundings);
  }

  private static String screen(RunningGateway gateway, Duration hour, Path data, String secret) {
    String url = ServeCommand.url(gateway.address());
    return """
        gateway  %1$s     an hour lasts %2$s here
        admin    %3$s
        page     %1$s%6$s
        play     %1$s/#key=%5$s
        data     %4$s
        key      %5$s
        try      curl -i -H "Authorization: Bearer %5$s" %1$s/v1/files
        """
        .formatted(
            url,
            Quantity.spoken(hour),
            ServeCommand.url(gateway.adminAddress()),
            data,
            secret,
            PageForm.HTML.path());
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
      // It is in the system's folder for temporary files: the system deletes what is left.
    }
  }
}
