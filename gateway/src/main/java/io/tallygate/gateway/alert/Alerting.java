package io.tallygate.gateway.alert;

import io.tallygate.gateway.call.CallObserver;
import io.tallygate.gateway.call.EndedCall;
import io.tallygate.gateway.upstream.UpstreamHealth;
import io.tallygate.limiter.clock.Ticker;

/**
 * Looks at the calls that end and tells of what is worth it: an observer for event loops, and a
 * thread that writes. While the database cannot be used calls go on, and what is found waits, as
 * far as there is room. Thread-safe.
 */
public final class Alerting implements CallObserver, AutoCloseable {

  private final Thresholds limits;
  private final Queue queue = new Queue();
  private final Teller teller;

  /**
   * The API behind the gateway.
   *
   * @param name its URL, as payloads have it
   * @param health told of the calls by others
   */
  public record Upstream(String name, UpstreamHealth health) {}

  private Alerting(AlertConfig config, Upstream upstream, EventStore store, Ticker ticker) {
    this.limits = new Thresholds(queue, config.span());
    this.teller = new Teller(config, new Teller.Sources(queue, limits, upstream), store, ticker);
  }

  /**
   * Begins to look.
   *
   * @param store closed with this
   */
  public static Alerting start(
      AlertConfig config, Upstream upstream, EventStore store, Ticker ticker) {
    Alerting alerting = new Alerting(config, upstream, store, ticker);
    alerting.teller.start();
    return alerting;
  }

  /** How many crossings found no room to wait; a later call may have found them again. */
  public long dropped() {
    return queue.dropped();
  }

  /** How many different events are wanted by anybody. */
  public int wanted() {
    return teller.wanted();
  }

  /** How many events were written. */
  public long told() {
    return teller.told();
  }

  @Override
  public void ended(EndedCall call) {
    limits.ended(call);
  }

  /** Writes what was found until now, if the database can be used, and ends. */
  @Override
  public void close() {
    teller.close();
  }
}
