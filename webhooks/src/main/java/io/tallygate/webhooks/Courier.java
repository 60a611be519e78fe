package io.tallygate.webhooks;

import io.tallygate.webhooks.Attempt.Accepted;
import io.tallygate.webhooks.Attempt.Failed;
import io.tallygate.webhooks.Attempt.Gone;
import io.tallygate.webhooks.Attempt.Rejected;
import io.tallygate.webhooks.Delivery.Progress;
import io.tallygate.webhooks.Delivery.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the deliveries that are due, some at a time, and of one endpoint no more than two. */
final class Courier implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  private static final int AT_ONCE = 16;
  private static final int AT_ONCE_EACH = 2;
  private static final long POLL_NANOS = 250_000_000;
  private static final Duration CLEAN_EVERY = Duration.ofHours(1);
  private static final Duration CLAIM_BEYOND_TIMEOUT = Duration.ofSeconds(15);

  private final Store store;
  private final WebhooksConfig config;
  private final InstantSource clock;
  private final Post post;
  private final ScheduledExecutorService timer;
  private final ExecutorService workers;
  private final Semaphore free = new Semaphore(AT_ONCE);
  private final Map<String, Integer> underWay = new ConcurrentHashMap<>(); // by endpoint
  private final Thread thread;
  private volatile boolean closed;

  // Of the thread alone.
  private Instant cleaned = Instant.MIN;
  private boolean troubled;

  private Courier(Store store, WebhooksConfig config, InstantSource clock) {
    this.store = store;
    this.config = config;
    this.clock = clock;
    this.timer = Executors.newSingleThreadScheduledExecutor(daemons("tallygate-webhooks-timer"));
    this.workers = Executors.newFixedThreadPool(AT_ONCE, daemons("tallygate-webhooks-post"));
    this.post = new Post(config.addresses(), config.timeout(), timer);
    this.thread = daemons("tallygate-webhooks").newThread(this::run);
  }

  static Courier start(Store store, WebhooksConfig config, InstantSource clock) {
    Courier courier = new Courier(store, config, clock);
    courier.thread.start();
    return courier;
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Looks for deliveries now. */
  void wake() {
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      try {
        beginDue();
        clean();
        troubled = false;
      } catch (RuntimeException e) { // of whatever kind the store's are
        if (!troubled) { // once, not four times a second
          LOG.warn("webhooks wait for their database: cause={}", e.getMessage());
        }
        troubled = true;
      }
      LockSupport.parkNanos(this, POLL_NANOS);
    }
  }

  private void beginDue() {
    int room = free.availablePermits();
    if (room == 0) {
      return;
    }
    long now = clock.millis();
    long until = now + config.timeout().plus(CLAIM_BEYOND_TIMEOUT).toMillis();
    List<DueDelivery> due =
        store.read(handle -> DeliveryTable.due(handle, now, AT_ONCE_EACH, AT_ONCE));
    for (DueDelivery delivery : due) {
      int others = underWay.getOrDefault(delivery.endpointId(), 0);
      if (room > 0
          && others < AT_ONCE_EACH
          && store.write(handle -> DeliveryTable.claim(handle, delivery, now, until))) {
        room--;
        underWay.merge(delivery.endpointId(), 1, Integer::sum);
        begin(delivery); // at once: the database may fail at the next claim
      }
    }
  }

  private void begin(DueDelivery delivery) {
    free.acquireUninterruptibly(); // there is room: only this thread takes
    workers.execute(
        () -> {
          try {
            settle(delivery, post.send(delivery, clock.instant().getEpochSecond()));
          } catch (RuntimeException e) { // its claim ends, and it is made again
            LOG.warn("webhook's outcome could not be noted: cause={}", e.getMessage());
          } finally {
            underWay.computeIfPresent(
                delivery.endpointId(), (id, count) -> count == 1 ? null : count - 1);
            free.release();
            wake();
          }
        });
  }

  private void settle(DueDelivery delivery, Attempt attempt) {
    int attempts = delivery.attempts() + 1;
    Instant now = clock.instant();
    if (attempt instanceof Accepted accepted) {
      end(delivery, State.DELIVERED, new Progress(attempts, now, accepted.status(), null));
    } else if (attempt instanceof Gone) {
      store.write(
          handle -> {
            DeliveryTable.settle(
                handle,
                delivery,
                State.DEAD,
                new Progress(attempts, now, Gone.STATUS, "the receiver is gone"));
            EndpointTable.disable(handle, delivery.endpointId(), now.toEpochMilli());
            return DeliveryTable.giveUp(handle, delivery.endpointId());
          });
    } else if (attempt instanceof Rejected rejected) {
      String error = "status " + rejected.status();
      again(delivery, new Progress(attempts, now, rejected.status(), error), rejected.retryAfter());
    } else if (attempt instanceof Failed failed) {
      again(delivery, new Progress(attempts, now, null, failed.cause()), Duration.ZERO);
    }
  }

  private void again(DueDelivery delivery, Progress progress, Duration retryAfter) {
    if (config.schedule().isOver(progress.attempts())) {
      end(delivery, State.DEAD, progress);
      return;
    }
    Duration delay =
        config.schedule().delayAfter(progress.attempts(), retryAfter, ThreadLocalRandom.current());
    end(
        delivery,
        State.PENDING,
        new Progress(
            progress.attempts(),
            progress.due().plus(delay),
            progress.lastStatus(),
            progress.lastError()));
  }

  private void end(DueDelivery delivery, State state, Progress progress) {
    store.write(handle -> DeliveryTable.settle(handle, delivery, state, progress));
  }

  private void clean() {
    Instant now = clock.instant();
    if (cleaned.plus(CLEAN_EVERY).isBefore(now)) {
      cleaned = now;
      long before = now.minus(config.keep()).toEpochMilli();
      store.write(handle -> DeliveryTable.deleteOld(handle, before));
    }
  }

  /** Lets what is under way end, which takes no longer than an attempt may. */
  @Override
  public void close() {
    closed = true;
    wake();
    try {
      thread.join();
      workers.shutdown();
      if (!workers.awaitTermination(config.timeout().toMillis() + 1_000, TimeUnit.MILLISECONDS)) {
        LOG.warn("webhooks did not end in time; they are made again at the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      workers.shutdownNow();
      timer.shutdownNow();
      post.close();
    }
  }
}
