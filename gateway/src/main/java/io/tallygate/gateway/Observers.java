package io.tallygate.gateway;

import io.tallygate.gateway.GatewayConfig.Sight;
import io.tallygate.gateway.admin.AdminServer;
import io.tallygate.gateway.alert.Alerting;
import io.tallygate.gateway.call.CallObserver;
import io.tallygate.gateway.coach.Coach;
import io.tallygate.gateway.coach.LiveCoach;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.key.KnownKey;
import io.tallygate.gateway.key.Levels;
import io.tallygate.gateway.metrics.Metrics;
import io.tallygate.gateway.proxy.ProxyContext;
import io.tallygate.gateway.trace.OpenTelemetryTracer;
import io.tallygate.gateway.trace.TraceConfig;
import io.tallygate.gateway.upstream.UpstreamHealth;
import io.tallygate.gateway.usage.LiveUsage;
import io.tallygate.gateway.usage.Recorder;
import io.tallygate.gateway.usage.Standings;
import io.tallygate.gateway.usage.Usage;
import io.tallygate.gateway.usage.UsageStore;
import io.tallygate.gateway.usage.trial.RecordedTrials;
import io.tallygate.gateway.usage.trial.Trials;
import io.tallygate.limiter.clock.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What looks on at a gateway's calls, as its config has it. */
final class Observers implements AutoCloseable {

  private final Begun begun;
  private final Metrics metrics;
  private final @Nullable OpenTelemetryTracer tracer;
  private final @Nullable UsageStore kept;
  private final @Nullable Recorder recorder;
  private final @Nullable LiveCoach coach;
  private final @Nullable Alerting alerting;
  private final UpstreamHealth upstream;
  private @Nullable Usage usage; // written before anything is served
  private @Nullable Trials trials; // so is this

  private Observers(GatewayConfig config, @Nullable AdminStore store, Begun begun) {
    Sight sight = config.sight();
    this.begun = begun;
    this.upstream = new UpstreamHealth(sight.alert().downAfter());
    this.metrics = new Metrics();
    begun.endBy(metrics::close);
    this.tracer = tracer(config, metrics);
    if (tracer != null) {
      begun.endBy(tracer::close);
    }
    this.kept = store == null ? null : store.usage();
    this.recorder =
        kept != null && sight.usage().recorded() ? Recorder.start(kept, Ticker.SYSTEM) : null;
    if (recorder != null) {
      begun.endBy(recorder::close); // and what is kept
    } else if (kept != null) {
      begun.endBy(kept::close);
    }
    this.coach = sight.coach().on() ? LiveCoach.start(Ticker.SYSTEM, config.hour()) : null;
    if (coach != null) {
      begun.endBy(coach::close);
      SightMetrics.addCoach(metrics, coach);
    }
    this.alerting = store == null ? null : alerting(config, store, upstream);
    if (alerting != null) {
      begun.endBy(alerting::close);
    }
    SightMetrics.addAlerts(metrics, Optional.ofNullable(alerting));
    SightMetrics.addUsage(metrics, Optional.ofNullable(recorder), Optional.ofNullable(kept));
  }

  /**
   * Starts; or else nothing is left running.
   *
   * @param store where usage and events are kept; without it neither is
   * @throws io.tallygate.gateway.key.DataException if the store cannot be used
   */
  static Observers start(GatewayConfig config, Optional<AdminStore> store) {
    Begun begun = new Begun();
    boolean started = false;
    try {
      Observers observers = new Observers(config, store.orElse(null), begun);
      started = true;
      return observers;
    } finally {
      if (!started) {
        begun.close();
      }
    }
  }

  private static Alerting alerting(
      GatewayConfig config, AdminStore store, UpstreamHealth upstream) {
    return Alerting.start(
        config.sight().alert(),
        new Alerting.Upstream(config.upstream().uri().toString(), upstream),
        store.events(),
        Ticker.SYSTEM);
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
    if (coach != null) {
      observers.add(coach);
    }
    if (alerting != null) {
      observers.add(alerting);
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
  UpstreamHealth upstream() {
    return upstream;
  }

  /** Empty without a database. */
  Optional<Usage> usage() {
    return Optional.ofNullable(usage);
  }

  Coach coach() {
    return coach == null ? Coach.OFF : coach;
  }

  /** Of edited policies; the same for all who ask. Empty without a database. */
  Optional<Trials> trials(ProxyContext context) {
    Usage present = usage;
    if (present != null && trials == null) {
      trials =
          new RecordedTrials(
              () -> context.policy().file(),
              context.config().hour(),
              present.history(),
              id -> levels(context.keys().byId(id)));
    }
    return Optional.ofNullable(trials);
  }

  /** What the admin port shows; empty without a database. */
  Optional<AdminServer.Kept> served(Optional<AdminStore> store, ProxyContext context) {
    Usage present = usage;
    Optional<Trials> tried = trials(context);
    return present == null || tried.isEmpty()
        ? Optional.empty()
        : store.map(one -> new AdminServer.Kept(one, present, tried.get(), coach()));
  }

  private static Levels levels(@Nullable KnownKey key) {
    return key == null ? Levels.NONE : key.levels();
  }

  /** Writes what is not written yet. No call may end after this. */
  @Override
  public void close() {
    begun.close();
  }
}
