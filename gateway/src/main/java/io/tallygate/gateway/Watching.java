package io.tallygate.gateway;

import io.tallygate.gateway.admin.AdminServer;
import io.tallygate.gateway.call.CallObserver;
import io.tallygate.gateway.dashboard.UpstreamWatch;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.metrics.Metrics;
import io.tallygate.gateway.proxy.ProxyContext;
import io.tallygate.gateway.trace.OpenTelemetryTracer;
import io.tallygate.gateway.trace.TraceConfig;
import io.tallygate.gateway.usage.LiveUsage;
import io.tallygate.gateway.usage.Recorder;
import io.tallygate.gateway.usage.Standings;
import io.tallygate.gateway.usage.Usage;
import io.tallygate.gateway.usage.UsageStore;
import io.tallygate.limiter.clock.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What looks on at a gateway's calls, as its config has it. */
final class Watching implements AutoCloseable {

  private final Metrics metrics;
  private final @Nullable OpenTelemetryTracer tracer;
  private final @Nullable UsageStore kept;
  private final @Nullable Recorder recorder;
  private final UpstreamWatch upstream = new UpstreamWatch();
  private @Nullable Usage usage; // written before anything is served

  private Watching(
      @Nullable UsageStore kept,
      @Nullable Recorder recorder,
      Metrics metrics,
      @Nullable OpenTelemetryTracer tracer) {
    this.metrics = metrics;
    this.tracer = tracer;
    this.kept = kept;
    this.recorder = recorder;
  }

  /**
   * Starts.
   *
   * @param store where it is kept what was seen; without it nothing is
   */
  static Watching start(GatewayConfig config, Optional<AdminStore> store) {
    Metrics metrics = new Metrics();
    OpenTelemetryTracer tracer = tracer(config, metrics);
    if (store.isEmpty()) {
      return new Watching(null, null, metrics, tracer);
    }
    UsageStore kept = store.get().usage();
    return new Watching(
        kept,
        config.sight().usage().recorded() ? Recorder.start(kept, Ticker.SYSTEM) : null,
        metrics,
        tracer);
  }

  /** Null, and nothing of OpenTelemetry loaded, without traces. */
  private static @Nullable OpenTelemetryTracer tracer(GatewayConfig config, Metrics metrics) {
    TraceConfig traces = config.sight().traces();
    return traces.isOn()
        ? OpenTelemetryTracer.start(traces, config.upstream().uri(), metrics)
        : null;
  }

  ProxyContext.Onlookers onlookers() {
    return new ProxyContext.Onlookers(metrics, tracer, observers());
  }

  private List<CallObserver> observers() {
    List<CallObserver> observers = new ArrayList<>();
    observers.add(upstream);
    if (recorder != null) {
      observers.add(recorder);
    }
    return observers;
  }

  /** Lets it look at the counters. */
  void look(Standings standings) {
    if (kept != null) {
      Optional<Recorder> present = Optional.ofNullable(recorder);
      usage = new Usage(present.map(one -> new LiveUsage(one, standings)), kept);
    }
  }

  /** What the calls say of the API behind the gateway. */
  UpstreamWatch upstream() {
    return upstream;
  }

  /** Empty without a database. */
  Optional<Usage> usage() {
    return Optional.ofNullable(usage);
  }

  /** What the admin port shows; empty without a database. */
  Optional<AdminServer.Kept> served(Optional<AdminStore> store) {
    Usage present = usage;
    return present == null
        ? Optional.empty()
        : store.map(one -> new AdminServer.Kept(one, present));
  }

  /** Writes what is not written yet. No call may end after this. */
  @Override
  public void close() {
    if (recorder != null) {
      recorder.close();
    } else if (kept != null) {
      kept.close();
    }
    if (tracer != null) {
      tracer.close();
    }
    metrics.close();
  }
}
