package io.tallygate.command;

import io.tallygate.gateway.Gateway;
import io.tallygate.gateway.GatewayConfig;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.database.Database;
import io.tallygate.gateway.database.LiveKeys;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.database.StoredAdministration;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.policy.PolicyDiff;
import io.tallygate.policy.PolicyDiff.Change;
import io.tallygate.policy.PolicyFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway with what it stands on: the keys of a data folder, and a policy that may change. */
final class RunningGateway implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningGateway.class);

  private static final int CHANGES_LOGGED_MAX = 20;

  private final Location location;
  private final Ticker ticker;
  private final LiveKeys keys;
  private final Gateway gateway;
  private final Optional<FirstToken.Made> firstToken;
  private volatile PolicyFile policy;
  private volatile @Nullable PolicyWatcher watcher;

  private RunningGateway(Stand stand, Parts parts) {
    this.location = stand.location();
    this.ticker = stand.ticker();
    this.keys = parts.keys();
    this.gateway = parts.gateway();
    this.firstToken = parts.firstToken();
    this.policy = stand.policy();
  }

  private record Parts(LiveKeys keys, Gateway gateway, Optional<FirstToken.Made> firstToken) {}

  /**
   * What a gateway is started on.
   *
   * @param data the folder in which the first admin token is put
   * @param file where the policy was read and is to be watched; empty if it came with Tallygate
   */
  record Stand(
      Location location, Path data, PolicyFile policy, Optional<Path> file, Ticker ticker) {}

  /**
   * Starts a gateway; when this returns it serves.
   *
   * @throws java.net.BindException if a port is taken
   */
  static RunningGateway start(GatewayConfig config, Stand stand) throws IOException {
    LiveKeys keys = LiveKeys.open(stand.location(), stand.ticker());
    boolean started = false;
    try {
      keys.format(new KeyFormat(stand.policy().gate().keyPrefix()));
      AdminStore store =
          AdminStore.open(
              stand.location(), stand.ticker(), config.switches().sight().alert().destinations());
      RunningGateway running = start(config, stand, keys, store);
      started = true;
      return running;
    } finally {
      if (!started) {
        keys.close();
      }
    }
  }

  private static RunningGateway start(
      GatewayConfig config, Stand stand, LiveKeys keys, AdminStore store) throws IOException {
    Gateway gateway = null;
    boolean serving = false;
    try {
      gateway = Gateway.start(config, stand.policy(), keys, Optional.of(store));
      CounterLines.log(config.bounds().counters(), gateway);
      RunningGateway running =
          new RunningGateway(stand, new Parts(keys, gateway, firstToken(store, gateway, stand)));
      running.serve(stand.file());
      serving = true;
      return running;
    } finally {
      if (!serving) {
        if (gateway != null) {
          gateway.close();
        }
        store.close(); // of a gateway that closed it, once more
      }
    }
  }

  private static Optional<FirstToken.Made> firstToken(
      AdminStore store, Gateway gateway, Stand stand) {
    String admin = ServeCommand.url(gateway.adminAddress());
    return FirstToken.make(
        store, stand.data(), token -> gateway.loginLink(token).map(path -> admin + path));
  }

  private void serve(Optional<Path> file) {
    publish(policy);
    keys.onDrain(gateway::drain);
    file.ifPresent(path -> watcher = PolicyWatcher.start(path, this::take));
  }

  private void take(PolicyFile now) {
    gateway.policy(now);
    keys.format(new KeyFormat(now.gate().keyPrefix()));
    List<Change> changes = PolicyDiff.of(policy, now).changes();
    policy = now;
    LOG.info("policy has changed: changes={}", changes.size());
    for (Change change : changes.subList(0, Math.min(changes.size(), CHANGES_LOGGED_MAX))) {
      LOG.info(
          "policy has changed: {} {}, before={} after={}",
          change.kind(),
          change.subject(),
          change.before(),
          change.after());
    }
    try {
      publish(now);
    } catch (DataException e) {
      LOG.warn("commands do not know the changed policy: cause={}", e.getMessage());
    }
  }

  private void publish(PolicyFile enforced) {
    Actor server = new Actor(Actor.Kind.SERVER, "server");
    try (StoredAdministration written =
        new StoredAdministration(Database.open(location), ticker, server)) {
      written.publish(PublishedPolicy.of(enforced));
    }
  }

  /** The first admin token, if it was made at this start. */
  Optional<FirstToken.Made> firstToken() {
    return firstToken;
  }

  /** How many counters find room for sure. */
  int counters() {
    return gateway.counters();
  }

  InetSocketAddress address() {
    return gateway.address();
  }

  InetSocketAddress adminAddress() {
    return gateway.adminAddress();
  }

  /** Finishes the calls under way, then lets go of the keys. */
  @Override
  public void close() {
    PolicyWatcher watching = watcher;
    if (watching != null) {
      watching.close();
    }
    gateway.close();
    keys.close();
  }
}
