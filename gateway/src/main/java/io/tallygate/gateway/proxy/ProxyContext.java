package io.tallygate.gateway.proxy;

import io.tallygate.gateway.GatewayConfig;
import io.tallygate.gateway.caller.KeyCallers;
import io.tallygate.gateway.caller.PageLimits;
import io.tallygate.gateway.caller.ProvenTokens;
import io.tallygate.gateway.key.KeyDirectory;
import io.tallygate.limiter.Decider;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.policy.door.AddressLimits;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What all calls of one gateway share. Thread-safe. */
public final class ProxyContext {

  private final GatewayConfig config;
  private final Ticker ticker;
  private final Decider decider;
  private final KeyDirectory keys;
  private final KeyCallers keyCallers;
  private final AddressLimits addressLimits;
  private final ProvenTokens provenTokens;
  private final @Nullable PageLimits pageLimits;
  private final Metrics metrics;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile RunningPolicy policy;
  private volatile boolean draining;

  public ProxyContext(
      GatewayConfig config, RunningPolicy policy, Limiter limiter, KeyDirectory keys) {
    this.config = config;
    this.policy = policy;
    this.keys = keys;
    this.ticker = Ticker.SYSTEM;
    this.decider = Decider.of(limiter);
    this.keyCallers = new KeyCallers(limiter, ticker);
    this.addressLimits = new AddressLimits(ticker);
    this.provenTokens = new ProvenTokens(limiter, ticker);
    this.pageLimits = config.switches().page() ? new PageLimits(ticker) : null;
    this.metrics = new Metrics();
  }

  public GatewayConfig config() {
    return config;
  }

  public RunningPolicy policy() {
    return policy;
  }

  public void policy(RunningPolicy value) {
    this.policy = value;
  }

  public KeyDirectory keys() {
    return keys;
  }

  public KeyCallers keyCallers() {
    return keyCallers;
  }

  public AddressLimits addressLimits() {
    return addressLimits;
  }

  public ProvenTokens provenTokens() {
    return provenTokens;
  }

  /** Only where the page is served. */
  PageLimits pageLimits() {
    if (pageLimits == null) {
      throw new IllegalStateException("the page is not served");
    }
    return pageLimits;
  }

  /** Ends what counts addresses and readers of the page; the server does so at its own end. */
  public void closeTables() {
    addressLimits.close();
    if (pageLimits != null) {
      pageLimits.close();
    }
  }

  public Metrics metrics() {
    return metrics;
  }

  /** Calls that have begun and not ended. */
  public AtomicInteger inFlight() {
    return inFlight;
  }

  /** Open connections of clients. */
  public AtomicInteger connections() {
    return connections;
  }

  /** Whether the gateway is stopping: it finishes calls and begins no new ones. */
  public boolean draining() {
    return draining;
  }

  public void drain() {
    this.draining = true;
  }

  Ticker ticker() {
    return ticker;
  }

  Decider decider() {
    return decider;
  }
}
