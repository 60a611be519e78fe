package io.tallygate.bench.watching;

import com.sun.management.OperatingSystemMXBean;
import io.tallygate.gateway.Gateway;
import io.tallygate.gateway.GatewayConfig;
import io.tallygate.gateway.GatewayConfig.Bounds;
import io.tallygate.gateway.GatewayConfig.Listen;
import io.tallygate.gateway.GatewayConfig.Switches;
import io.tallygate.gateway.GatewayConfig.Upstream;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.database.Database;
import io.tallygate.gateway.database.Location;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The real gateway on a database of its own, in a process of its own.
 *
 * <p>Arguments: the port of the upstream, a new folder, and the parts that look on. Prints its
 * port, and then for each line that it reads how much processor time it has used, in nanoseconds.
 * Ends with its input.
 */
public final class WatchedGateway {

  static final String PORT = "port ";
  static final String NANOS = "nanos ";

  private WatchedGateway() {}

  public static void main(String[] args) throws IOException {
    Location location = new Location.Folder(Files.createDirectories(Path.of(args[1])));
    Database.open(location).close();
    try (Gateway gateway =
            Gateway.start(
                config(args),
                PolicyFile.bundled("videogen"),
                keys(),
                Optional.of(AdminStore.open(location, Ticker.SYSTEM)));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println(PORT + gateway.address().getPort());
      OperatingSystemMXBean system =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      while (lines.readLine() != null) {
        System.out.println(NANOS + system.getProcessCpuTime());
      }
    }
  }

  private static GatewayConfig config(String[] args) {
    Upstream before = Upstream.DEFAULT;
    return new GatewayConfig(
        new Listen("127.0.0.1", 0, "127.0.0.1", 0),
        new Upstream(
            URI.create("http://127.0.0.1:" + args[0]),
            "",
            before.connectTimeout(),
            before.responseTimeout(),
            before.connectionsMax()),
        GatewayConfig.DEFAULT.authentication(),
        Bounds.DEFAULT,
        Duration.ofHours(1),
        new Switches(false, false, Watch.sight(Watch.parse(args.length > 2 ? args[2] : ""))));
  }

  /** Every token that is asked for is a key of its own. */
  private static KeyDirectory keys() {
    Map<String, KnownKey> known = new ConcurrentHashMap<>();
    return token -> known.computeIfAbsent(token, KnownKey::of);
  }
}
