package io.tallygate.gateway.alert;

import io.tallygate.gateway.upstream.UpstreamHealth.Seen;
import io.tallygate.gateway.upstream.UpstreamHealth.State;
import io.tallygate.limiter.clock.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that writes events: what event loops found, keys that end soon, and outages. */
final class Teller implements AutoCloseable {

  /*
   * Every look is done whole or tried again: what was taken from the queue stays in `batch` until
   * the database has it. An event is written at most once, for its row decides; and once it is
   * written it is delivered at least once.
   */

  private static final Logger LOG = LoggerFactory.getLogger(Teller.class);

  private static final int BATCH_MAX = 256;
  private static final int EXPIRING_MAX = 256;
  private static final long LOOK_NANOS = 100_000_000;
  private static final Duration WANTED_EVERY = Duration.ofSeconds(1);
  private static final Duration EXPIRING_EVERY = Duration.ofSeconds(10);
  private static final Duration FORGET_EVERY = Duration.ofHours(1);
  private static final long FORGET_AFTER_SECONDS = Duration.ofDays(1).toSeconds();

  /** For what has no end yet. */
  private static final long OPEN_SECOND = Long.MAX_VALUE;

  /** What is looked at. */
  record Sources(Queue queue, Thresholds limits, Alerting.Upstream upstream) {}

  private final AlertConfig config;
  private final Sources sources;
  private final EventStore store;
  private final Ticker ticker;
  private final Thread thread = new Thread(this::run, "tallygate-alerts");
  private volatile boolean closed;
  private final AtomicLong told = new AtomicLong();
  private volatile Set<String> wanted = Set.of();

  // Of the thread alone.
  private final List<Crossing> batch = new ArrayList<>();
  private final Every wantedDue = new Every(WANTED_EVERY);
  private final Every expiringDue = new Every(EXPIRING_EVERY);
  private final Every forgetDue = new Every(FORGET_EVERY);
  private State upstream = State.UNKNOWN;
  private long droppedTold;
  private boolean troubled;

  Teller(AlertConfig config, Sources sources, EventStore store, Ticker ticker) {
    this.config = config;
    this.sources = sources;
    this.store = store;
    this.ticker = ticker;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** How many events were written. */
  long told() {
    return told.get();
  }

  /** How many different events are wanted. */
  int wanted() {
    return wanted.size();
  }

  private void run() {
    while (!closed) {
      attempt();
      LockSupport.parkNanos(this, LOOK_NANOS);
    }
    do { // what was found before the end
      attempt();
    } while (!troubled && !(batch.isEmpty() && sources.queue().isEmpty()));
  }

  private void attempt() {
    try {
      look();
      if (troubled) {
        troubled = false;
        LOG.info("alerts can be written again");
      }
    } catch (RuntimeException e) {
      if (!troubled) { // once, not ten times a second
        troubled = true;
        LOG.warn("alerts wait for the database: cause={}", e.getMessage());
      }
    }
    long dropped = sources.queue().dropped();
    if (dropped > 0 && droppedTold == 0) {
      droppedTold = dropped;
      LOG.warn(
          "alerts have no room to wait, calls will find them again: max={} dropped={};"
              + " tallygate_alerts_dropped_total goes on counting",
          Queue.CROSSINGS_MAX,
          dropped);
    }
  }

  private void look() {
    if (wantedDue.isNow(ticker)) {
      want(store.wanted());
      wantedDue.done(ticker);
    }
    do {
      crossings();
    } while (!sources.queue().isEmpty());
    upstream();
    if (wanted.contains(EventKind.KEY_EXPIRING.text()) && expiringDue.isNow(ticker)) {
      expiring();
      expiringDue.done(ticker);
    }
    if (forgetDue.isNow(ticker)) {
      store.forget(nowMicros() / 1_000_000 - FORGET_AFTER_SECONDS);
      forgetDue.done(ticker);
    }
  }

  private void want(Set<String> now) {
    if (!now.equals(wanted)) {
      sources.limits().want(Wanted.of(now));
      wanted = now;
    }
  }

  private void crossings() {
    sources.queue().drainTo(batch, BATCH_MAX);
    if (batch.isEmpty()) {
      return;
    }
    Set<String> keys =
        batch.stream().map(one -> one.occasion().subject()).collect(Collectors.toSet());
    Map<String, String> owners = store.owners(keys);
    tell(
        batch.stream()
            .map(
                one -> {
                  String owner = owners.getOrDefault(one.occasion().subject(), "");
                  return new News(one.occasion(), owner, Payload.limit(one, owner));
                })
            .toList());
    batch.clear();
  }

  /** In one order everywhere, so that two gateways do not wait for each other. */
  private void tell(List<News> news) {
    Comparator<News> order =
        Comparator.comparing((News one) -> one.occasion().subject())
            .thenComparing(one -> one.occasion().event())
            .thenComparing(one -> one.occasion().group())
            .thenComparing(one -> one.occasion().limit());
    told.addAndGet(store.tell(news.stream().sorted(order).toList()));
  }

  private void expiring() {
    long now = nowMicros() / 1_000_000;
    List<Expiring> soon;
    do {
      soon = store.expiring(now, now + config.expiring().toSeconds(), EXPIRING_MAX);
      if (!soon.isEmpty()) {
        tell(soon.stream().map(key -> expiring(key, now)).toList());
      }
    } while (soon.size() == EXPIRING_MAX);
  }

  /** Another end is another occasion. */
  private News expiring(Expiring key, long nowSecond) {
    Occasion occasion =
        new Occasion(
            EventKind.KEY_EXPIRING.text(),
            key.key(),
            "",
            Long.toString(key.expirySecond()),
            nowSecond,
            key.expirySecond());
    return new News(occasion, key.owner(), Payload.expiring(key, nowMicros()));
  }

  /** After a start too, for it may have been told before that the API is down. */
  private void upstream() {
    Seen seen = sources.upstream().health().seen();
    State now = seen.state();
    if (now == upstream || now == State.UNKNOWN || now == State.FAILING) {
      return;
    }
    String name = sources.upstream().name();
    long micros = nowMicros();
    Occasion down =
        new Occasion(EventKind.UPSTREAM_DOWN.text(), name, "", "", micros / 1_000_000, OPEN_SECOND);
    if (now == State.DOWN) {
      LOG.warn("upstream is down: upstream={}", name);
      tell(List.of(new News(down, "", Payload.down(name, seen.sinceMicros(), micros))));
    } else {
      Occasion up =
          new Occasion(EventKind.UPSTREAM_UP.text(), name, "", "", down.startSecond(), OPEN_SECOND);
      if (store.tellEnd(down, new News(up, "", Payload.up(name, micros)))) {
        LOG.info("upstream answers again: upstream={}", name);
        told.incrementAndGet();
      }
    }
    upstream = now;
  }

  private long nowMicros() {
    return ticker.wallMicros();
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    store.close();
  }

  /** Something that is done now and then. */
  private static final class Every {

    private final long nanos;
    private boolean begun;
    private long doneNanos;

    Every(Duration interval) {
      this.nanos = interval.toNanos();
    }

    boolean isNow(Ticker ticker) {
      return !begun || ticker.monotonicNanos() - doneNanos >= nanos;
    }

    void done(Ticker ticker) {
      begun = true;
      doneNanos = ticker.monotonicNanos();
    }
  }
}
