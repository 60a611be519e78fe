package io.tallygate.gateway;

import io.tallygate.gateway.GatewayConfig.Sight;
import io.tallygate.gateway.admin.AdminServer;
import io.tallygate.gateway.call.CallObserver;
import io.tallygate.gateway.coach.Coach;
import io.tallygate.gateway.coach.LiveCoach;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.proxy.Metrics;
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

  private final @Nullable UsageStore kept;
  private final @Nullable Recorder recorder;
  private final @Nullable LiveCoach coach;
  private @Nullable Usage usage; // written before anything is served

  private Watching(
      @Nullable UsageStore kept, @Nullable Recorder recorder, @Nullable LiveCoach coach) {
    this.kept = kept;
    this.recorder = recorder;
    this.coach = coach;
  }

  /**
   * Starts.
   *
   * @param store where usage is kept; without it none is
   */
  static Watching start(GatewayConfig config, Optional<AdminStore> store) {
    Sight sight = config.switches().sight();
    UsageStore kept = store.isPresent() ? store.get().usage() : null;
    return new Watching(
        kept,
        kept != null && sight.usage().recorded() ? Recorder.start(kept, Ticker.SYSTEM) : null,
        sight.coach().on() ? LiveCoach.start(Ticker.SYSTEM, config.hour()) : null);
  }

  /** Who is told of each call. */
  List<CallObserver> observers() {
    List<CallObserver> observers = new ArrayList<>();
    if (recorder != null) {
      observers.add(recorder);
    }
    if (coach != null) {
      observers.add(coach);
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

  Optional<Usage> usage() {
    return Optional.ofNullable(usage);
  }

  Coach coach() {
    return coach == null ? Coach.OFF : coach;
  }

  /** Numbers of its own, for the operator. */
  void gauges(Metrics metrics) {
    if (coach != null) {
      metrics.gauge("tallygate.coach.callers", "Callers that the coach remembers", coach::size);
      metrics.gauge(
          "tallygate.coach.calls.overlooked",
          "Calls that the coach took no note of, for too many came at once",
          coach::overlooked);
    }
  }

  /** What the admin port shows; empty without a database. */
  Optional<AdminServer.Kept> served(Optional<AdminStore> store) {
    Usage present = usage;
    return present == null
        ? Optional.empty()
        : store.map(one -> new AdminServer.Kept(one, present, coach()));
  }

  /** Writes what is not written yet. No call may end after this. */
  @Override
  public void close() {
    if (coach != null) {
      coach.close();
    }
    if (recorder != null) {
      recorder.close();
    } else if (kept != null) {
      kept.close();
    }
  }
}
