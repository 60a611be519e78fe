package io.tallygate.gateway.proxy;

import io.tallygate.gateway.GatewayConfig;
import io.tallygate.gateway.call.CallObserver;
import io.tallygate.gateway.caller.KeyCallers;
import io.tallygate.gateway.caller.PageLimits;
import io.tallygate.gateway.caller.ProvenTokens;
import io.tallygate.gateway.key.KeyDirectory;
import io.tallygate.gateway.metrics.Metrics;
import io.tallygate.gateway.trace.CallTracer;
import io.tallygate.limiter.Decider;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.policy.door.AddressLimits;
import java.util.ArrayList;
import java.util.List;
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
  private final @Nullable CallTracer tracer;
  private final List<CallObserver> observers;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile RunningPolicy policy;
  private volatile long policySinceMicros;
  private volatile boolean draining;

  /** What the calls are taken on by. */
  public record Parts(RunningPolicy policy, Limiter limiter, KeyDirectory keys) {}

  /**
   * Who looks on.
   *
   * @param tracer null where nothing is traced
   * @param observers are told of each call at its end, in this order, after the metrics
   */
  public record Onlookers(
      Metrics metrics, @Nullable CallTracer tracer, List<CallObserver> observers) {}

  public ProxyContext(GatewayConfig config, Parts parts, Onlookers onlookers) {
    Limiter limiter = parts.limiter();
    this.config = config;
    this.policy = parts.policy();
    this.keys = parts.keys();
    this.ticker = Ticker.SYSTEM;
    this.policySinceMicros = ticker.wallMicros();
    this.decider = Decider.of(limiter);
    this.keyCallers = new KeyCallers(limiter, ticker);
    this.addressLimits = new AddressLimits(ticker);
    this.provenTokens = new ProvenTokens(limiter, ticker);
    this.pageLimits = config.switches().page() ? new PageLimits(ticker) : null;
    this.metrics = onlookers.metrics();
    this.tracer = onlookers.tracer();
    List<CallObserver> all = new ArrayList<>();
    all.add(metrics);
    if (config.switches().accessLog()) {
      all.add(new AccessLog());
    }
    all.addAll(onlookers.observers());
    this.observers = List.copyOf(all);
  }

  public GatewayConfig config() {
    return config;
  }

  public RunningPolicy policy() {
    return policy;
  }

  public void policy(RunningPolicy value) {
    this.policy = value;
    this.policySinceMicros = ticker.wallMicros();
  }

  /** When the policy in force was taken over, in Unix microseconds. */
  public long policySinceMicros() {
    return policySinceMicros;
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

  /** Who is told of each call at its end. */
  List<CallObserver> observers() {
    return observers;
  }

  /** Begins calls' traces; null where nothing is traced. */
  @Nullable CallTracer tracer() {
    return tracer;
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
