package io.tallygate.bench.watching;

import com.sun.management.OperatingSystemMXBean;
import io.tallygate.gateway.Gateway;
import io.tallygate.gateway.GatewayConfig;
import io.tallygate.gateway.GatewayConfig.Bounds;
import io.tallygate.gateway.GatewayConfig.Listen;
import io.tallygate.gateway.GatewayConfig.Sight;
import io.tallygate.gateway.GatewayConfig.Switches;
import io.tallygate.gateway.GatewayConfig.Upstream;
import io.tallygate.gateway.alert.AlertConfig.Destinations;
import io.tallygate.gateway.alert.EventKind;
import io.tallygate.gateway.alert.Wish;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.database.Database;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.IssuedToken;
import io.tallygate.gateway.key.KeyDirectory;
import io.tallygate.gateway.key.KnownKey;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.policy.PolicyFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The real gateway on a database of its own, in a process of its own.
 *
 * <p>Arguments: the port of the upstream, a new folder, who receives traces and alerts, and the
 * parts that look on. Prints its port, the admin port and an admin token, and then for each line
 * that it reads how much processor time it has used, in nanoseconds. Ends with its input.
 */
public final class WatchedGateway {

  static final String PORT = "port ";
  static final String ADMIN_PORT = "admin-port ";
  static final String TOKEN = "token "; // lives as long as this process
  static final String NANOS = "nanos ";

  private WatchedGateway() {}

  public static void main(String[] args) throws IOException {
    Set<Watch> parts = Watch.parse(args.length > 3 ? args[3] : "");
    URI receiver = URI.create(args[2]);
    Optional<AdminStore> store =
        Watch.needsDatabase(parts)
            ? Optional.of(store(Path.of(args[1]), parts, receiver))
            : Optional.empty();
    String token = store.flatMap(AdminStore::createFirst).map(IssuedToken::secret).orElse("");
    try (Gateway gateway =
            Gateway.start(
                config(args[0], Watch.sight(parts, receiver)),
                PolicyFile.bundled("videogen"),
                keys(),
                store);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println(PORT + gateway.address().getPort());
      System.out.println(ADMIN_PORT + gateway.adminAddress().getPort());
      System.out.println(TOKEN + token);
      OperatingSystemMXBean system =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      while (lines.readLine() != null) {
        System.out.println(NANOS + system.getProcessCpuTime());
      }
    }
  }

  private static AdminStore store(Path folder, Set<Watch> parts, URI receiver) throws IOException {
    Location location = new Location.Folder(Files.createDirectories(folder));
    Database.open(location).close();
    AdminStore store = AdminStore.open(location, Ticker.SYSTEM, Destinations.PRIVATE);
    if (parts.contains(Watch.ALERTS)) {
      List<EventKind> kinds = List.of(EventKind.LIMIT_USED, EventKind.LIMIT_REFUSED);
      store
          .alerts(new Actor(Actor.Kind.SERVER, "bench"))
          .create("", new Wish(receiver + "/alerts", kinds, Wish.THRESHOLDS_DEFAULT, ""));
    }
    return store;
  }

  private static GatewayConfig config(String upstream, Sight sight) {
    Upstream before = Upstream.DEFAULT;
    return new GatewayConfig(
        new Listen("127.0.0.1", 0, "127.0.0.1", 0),
        new Upstream(
            URI.create("http://127.0.0.1:" + upstream),
            "",
            before.connectTimeout(),
            before.responseTimeout(),
            before.connectionsMax()),
        GatewayConfig.DEFAULT.authentication(),
        Bounds.DEFAULT,
        Duration.ofHours(1),
        new Switches(false, false, sight));
  }

  /** Every token that is asked for is a key of its own. */
  private static KeyDirectory keys() {
    Map<String, KnownKey> known = new ConcurrentHashMap<>();
    return token -> known.computeIfAbsent(token, KnownKey::of);
  }
}
