package io.tallygate.command;

import io.tallygate.gateway.Gateway;
import io.tallygate.gateway.GatewayConfig;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.LiveKeys;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import io.tallygate.gateway.key.SqliteKeys;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.policy.PolicyFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway with what it stands on: the keys of a data folder, and a policy that may change. */
final class RunningGateway implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningGateway.class);

  private final Path data;
  private final Ticker ticker;
  private final LiveKeys keys;
  private final Gateway gateway;
  private volatile PublishedPolicy published;
  private volatile @Nullable PolicyWatcher watcher;

  private RunningGateway(Stand stand, LiveKeys keys, Gateway gateway) {
    this.data = stand.data();
    this.ticker = stand.ticker();
    this.keys = keys;
    this.gateway = gateway;
    this.published = KnownLimits.published(stand.policy());
  }

  /**
   * What a gateway is started on.
   *
   * @param file where the policy was read and is to be watched; empty if it came with Tallygate
   */
  record Stand(Path data, PolicyFile policy, Optional<Path> file, Ticker ticker) {}

  /**
   * Starts a gateway; when this returns it serves.
   *
   * @throws java.net.BindException if a port is taken
   */
  static RunningGateway start(GatewayConfig config, Stand stand) throws IOException {
    LiveKeys keys = LiveKeys.open(stand.data(), stand.ticker());
    boolean started = false;
    try {
      keys.format(new KeyFormat(stand.policy().gate().keyPrefix()));
      RunningGateway running =
          new RunningGateway(stand, keys, Gateway.start(config, stand.policy(), keys));
      running.serve(stand.file());
      started = true;
      return running;
    } finally {
      if (!started) {
        keys.close();
      }
    }
  }

  private void serve(Optional<Path> file) {
    boolean serving = false;
    try {
      publish(published);
      keys.onDrain(gateway::drain);
      file.ifPresent(path -> watcher = PolicyWatcher.start(path, this::take));
      serving = true;
    } finally {
      if (!serving) {
        gateway.close();
      }
    }
  }

  private void take(PolicyFile policy) {
    gateway.policy(policy);
    keys.format(new KeyFormat(policy.gate().keyPrefix()));
    PublishedPolicy now = KnownLimits.published(policy);
    LOG.info(
        "policy has changed: groups={} limits={} changed={}",
        policy.policy().groups().size(),
        now.limits().size(),
        changed(published, now));
    published = now;
    try {
      publish(now);
    } catch (DataException e) {
      LOG.warn("commands do not know the changed policy: cause={}", e.getMessage());
    }
  }

  private void publish(PublishedPolicy policy) {
    try (SqliteKeys written = SqliteKeys.open(data, ticker)) {
      written.publish(policy);
    }
  }

  /** How many limits are new, gone, or another number. */
  private static long changed(PublishedPolicy before, PublishedPolicy after) {
    Map<String, PublishedLimit> left = new HashMap<>();
    before.limits().forEach(limit -> left.put(limit.name(), limit));
    long changed = 0;
    for (PublishedLimit limit : after.limits()) {
      if (!limit.equals(left.remove(limit.name()))) {
        changed++;
      }
    }
    return changed + left.size();
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
