package io.tallygate.gateway.dashboard;

import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import io.tallygate.gateway.key.DataException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the overview's figures to those who have it open, every other second. They are read once
 * for all; while nobody looks, nothing is read. Thread-safe.
 */
final class Live implements AutoCloseable {

  /** At most this many at a time; one more is refused, and shows what it was loaded with. */
  static final int CLIENTS_MAX = 32;

  /** For one browser to take what it is sent; a slower one is dropped, and may come again. */
  static final Duration SEND_MAX = Duration.ofSeconds(6);

  private static final Logger LOG = LoggerFactory.getLogger(Live.class);

  private static final int EVERY_SECONDS = 2;
  private static final String EVENT = "figures";

  private final Supplier<Html> figures;
  private final Predicate<String> isLoggedIn;
  private final Map<SseClient, Watcher> watchers = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "tallygate-live-clock"));

  /** One thread for each that is being sent to: one that does not read holds up no other. */
  private final ExecutorService senders =
      Executors.newCachedThreadPool(work -> daemon(work, "tallygate-live"));

  private final Patience patience;

  /**
   * One open page.
   *
   * @param cookie with which it was opened
   * @param busy while the last figures are still under way to it
   */
  private record Watcher(String cookie, AtomicBoolean busy) {}

  /**
   * Starts.
   *
   * @param isLoggedIn whether the session of a cookie goes on
   * @param patience not closed with this
   */
  Live(Supplier<Html> figures, Predicate<String> isLoggedIn, Patience patience) {
    this.figures = figures;
    this.isLoggedIn = isLoggedIn;
    this.patience = patience;
    clock.scheduleWithFixedDelay(this::tick, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Takes a browser on, if it is logged in and there is room. */
  void join(Context context) {
    String cookie = Browser.cookie(context);
    if (!isLoggedIn.test(cookie) || watchers.size() >= CLIENTS_MAX) {
      context.status(204); // at which a browser does not come again
      return;
    }
    new SseHandler(client -> join(client, cookie)).handle(context);
  }

  private void join(SseClient client, String cookie) {
    client.keepAlive();
    client.onClose(() -> watchers.remove(client));
    watchers.put(client, new Watcher(cookie, new AtomicBoolean()));
  }

  private void tick() {
    if (watchers.isEmpty()) {
      return;
    }
    try {
      String text = figures.get().text();
      watchers.forEach((client, watcher) -> send(client, watcher, text));
    } catch (DataException e) {
      LOG.debug("figures could not be read: cause={}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("figures could not be sent", e); // the next tick tries again
    }
  }

  /** One that has not taken what it was sent last is sent nothing more until it has. */
  private void send(SseClient client, Watcher watcher, String text) {
    if (!isLoggedIn.test(watcher.cookie())) {
      watchers.remove(client);
      client.close();
    } else if (watcher.busy().compareAndSet(false, true)) {
      senders.execute(
          () -> {
            try {
              patience.whileWaiting(client.ctx(), SEND_MAX, () -> client.sendEvent(EVENT, text));
            } finally {
              watcher.busy().set(false);
            }
          });
    }
  }

  int watchers() {
    return watchers.size();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    senders.shutdownNow();
    watchers.keySet().forEach(SseClient::close);
    watchers.clear();
  }
}
