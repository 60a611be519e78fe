package io.tallygate.gateway;

import io.tallygate.gateway.admin.AdminServer;
import io.tallygate.gateway.call.CallObserver;
import io.tallygate.gateway.coach.Coach;
import io.tallygate.gateway.coach.LiveCoach;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.proxy.Metrics;
import io.tallygate.limiter.clock.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What looks on at a gateway's calls, as its config has it. */
final class Watching implements AutoCloseable {

  private final @Nullable LiveCoach coach;

  private Watching(@Nullable LiveCoach coach) {
    this.coach = coach;
  }

  /** Starts. */
  static Watching start(GatewayConfig config) {
    boolean coached = config.switches().sight().coach().on();
    return new Watching(coached ? LiveCoach.start(Ticker.SYSTEM, config.hour()) : null);
  }

  /** Who is told of each call. */
  List<CallObserver> observers() {
    List<CallObserver> observers = new ArrayList<>();
    if (coach != null) {
      observers.add(coach);
    }
    return observers;
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
    return store.map(one -> new AdminServer.Kept(one, coach()));
  }

  Coach coach() {
    return coach == null ? Coach.OFF : coach;
  }

  /** No call may end after this. */
  @Override
  public void close() {
    if (coach != null) {
      coach.close();
    }
  }
}
