package io.tallygate.gateway;

import io.tallygate.gateway.coach.Coach;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.key.DrainResult;
import io.tallygate.gateway.key.KeyDirectory;
import io.tallygate.gateway.key.KnownKey;
import io.tallygate.gateway.proxy.ProxyContext;
import io.tallygate.gateway.proxy.ProxyServer;
import io.tallygate.gateway.proxy.RunningPolicy;
import io.tallygate.gateway.usage.Usage;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.LimiterConfig;
import io.tallygate.limiter.storage.Recovery;
import io.tallygate.limiter.storage.TableConfig;
import io.tallygate.policy.PolicyFile;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A running gateway: an API's callers on one side, the API on the other. Thread-safe. */
public final class Gateway implements AutoCloseable {

  private final Limiter limiter;
  private final ProxyContext context;
  private final ProxyServer proxy;
  private final AdminPort admin;
  private final CounterWarnings warnings;
  private final Observers observers;

  private Gateway(Parts parts, ProxyServer proxy, AdminPort admin) {
    this.limiter = parts.limiter();
    this.context = parts.context();
    this.observers = parts.observers();
    this.proxy = proxy;
    this.admin = admin;
    this.warnings = new CounterWarnings(limiter, context.metrics());
  }

  /**
   * Starts serving.
   *
   * @throws io.tallygate.limiter.storage.TableException if the counters' file cannot be used
   * @throws BindException if a port is in use
   * @throws IOException if a port cannot be had otherwise
   */
  public static Gateway start(GatewayConfig config, PolicyFile policy, KeyDirectory keys)
      throws IOException {
    return start(config, policy, keys, Optional.empty());
  }

  /**
   * Starts serving, with the admin API.
   *
   * @param store what the API administers, closed with the gateway; without it there is no API
   * @throws IllegalArgumentException if the policy cannot be enforced with the hour that is set
   * @throws io.tallygate.gateway.key.DataException if the store cannot be used
   * @throws io.tallygate.limiter.storage.TableException if the counters' file cannot be used
   * @throws BindException if a port is in use
   * @throws IOException if a port cannot be had otherwise
   */
  public static Gateway start(
      GatewayConfig config, PolicyFile policy, KeyDirectory keys, Optional<AdminStore> store)
      throws IOException {
    try (Begun begun = new Begun()) {
      Limiter limiter = limiter(config, policy);
      begun.endBy(limiter::close);
      ProxyContext.Parts parts =
          new ProxyContext.Parts(running(config, policy, limiter), limiter, keys);
      Gateway gateway = start(config, parts, store, begun);
      begun.keep();
      return gateway;
    }
  }

  private static Gateway start(
      GatewayConfig config, ProxyContext.Parts parts, Optional<AdminStore> store, Begun begun)
      throws IOException {
    Limiter limiter = parts.limiter();
    Observers observers = Observers.start(config, store);
    begun.endBy(observers::close);
    ProxyContext context = new ProxyContext(config, parts, observers.onlookers());
    begun.endBy(context::closeTables);
    observers.look(new CounterStandings(context, limiter));
    ProxyServer proxy = listen(() -> ProxyServer.start(context), "port", config.listen().port());
    begun.endBy(proxy::close);
    AdminPort admin =
        listen(
            () -> AdminPort.start(context, limiter, observers, store),
            "admin-port",
            config.listen().adminPort());
    begun.endBy(admin::close);
    GatewayMetrics.add(context, proxy, () -> AdminPort.trouble(context));
    CounterMetrics.add(context.metrics(), limiter);
    return new Gateway(new Parts(limiter, context, observers), proxy, admin);
  }

  private record Parts(Limiter limiter, ProxyContext context, Observers observers) {}

  private static Limiter limiter(GatewayConfig config, PolicyFile policy) {
    LimiterConfig counters =
        LimiterConfig.DEFAULT
            .withCounters(config.bounds().counters().max())
            .withOnFull(policy.policy().onFull());
    TableConfig file = config.bounds().counters().file();
    return new Limiter(file == null ? counters : counters.withFile(file));
  }

  private interface Start<T> {
    T now() throws IOException;
  }

  private static <T> T listen(Start<T> start, String setting, int port) throws IOException {
    try {
      return start.now();
    } catch (IOException e) {
      String cause = e.getCause() != null ? e.getCause().toString() : e.toString();
      boolean inUse = cause.contains("in use");
      IOException named =
          inUse
              ? new BindException("port is in use: " + setting + "=" + port)
              : new IOException("port cannot be had: " + setting + "=" + port + " cause=" + cause);
      named.initCause(e);
      throw named;
    }
  }

  private static RunningPolicy running(GatewayConfig config, PolicyFile file, Limiter limiter) {
    return new RunningPolicy(
        file.withPolicy(file.policy().withHour(config.hour())), limiter, config);
  }

  /** Where callers are served. */
  public InetSocketAddress address() {
    return proxy.address();
  }

  /** Where health and metrics are. */
  public InetSocketAddress adminAddress() {
    return admin.address();
  }

  /** What callers could do better. */
  Coach coach() {
    return observers.coach();
  }

  /**
   * A link to the dashboard that logs in once, within 15 minutes.
   *
   * @param tokenId the admin token as which it does
   * @return its path on the admin port, a secret; empty without a dashboard
   */
  public Optional<String> loginLink(String tokenId) {
    return admin.loginLink(tokenId);
  }

  /** How many counters find room for sure: as configured, or as their file has it. */
  public int counters() {
    return limiter.counters();
  }

  /** What the counters take, of memory or of their file. */
  public long counterBytes() {
    return limiter.bytes();
  }

  /** What was found in the counters' file; empty for counters in memory. */
  public Optional<Recovery> recovery() {
    return Optional.ofNullable(limiter.recovery());
  }

  /** Who uses how much; empty for a gateway without a database. */
  public Optional<Usage> usage() {
    return observers.usage();
  }

  /**
   * Takes a policy over, whole: each call is decided by one version. Counts are kept.
   *
   * @throws IllegalArgumentException if it cannot be enforced with the hour that is set; nothing of
   *     it is taken over then
   */
  public void policy(PolicyFile policy) {
    RunningPolicy running = running(context.config(), policy, limiter); // or it is refused
    limiter.onFull(policy.policy().onFull());
    context.policy(running);
  }

  /** Uses up what is left of a key's windows in a group, opening them if none is open. */
  public DrainResult drain(KnownKey key, String group) {
    RunningPolicy policy = context.policy();
    return Drain.of(
        limiter, context.keyCallers().of(key, policy.published()), policy.limitsOf(group));
  }

  /** Finishes what is under way, at most as long as the drain time, and stops. */
  @Override
  public void close() {
    proxy.close();
    admin.close();
    observers.close();
    warnings.close();
    limiter.close();
  }
}
