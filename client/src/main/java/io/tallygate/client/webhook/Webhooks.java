package io.tallygate.client.webhook;

import static io.tallygate.limiter.check.Checks.require;

import java.io.IOException;
import java.lang.System.Logger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes in webhooks that are signed as Standard Webhooks has it, and hands each to its handlers
 * once. Thread-safe.
 *
 * <p>{@link WebhookReceiver} serves it by itself. In any other server it takes one line:
 *
 * <pre>{@code
 * response.setStatus(webhooks.receive(request::getHeader, body).status());
 * }</pre>
 *
 * <p>Handlers run on the thread that receives, and should be quick: a sender waits some 15 s. What
 * a process has handled, it forgets when it ends.
 *
 * @param <E> what all events of the sender have in common
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>
 */
public final class Webhooks<E> {

  private static final Logger LOG = System.getLogger(Webhooks.class.getName());

  /** So many secrets are trusted at the same time, at most. */
  public static final int SECRETS_MAX = 8;

  private static final long MICROS = 1_000_000;

  private final WebhooksConfig config;
  private final EventReader<? extends E> reader;
  private final SeenIds seen;
  private final List<WebhookSecret> secrets = new CopyOnWriteArrayList<>();
  private final List<Consumer<E>> handlers = new CopyOnWriteArrayList<>();

  private Webhooks(WebhooksConfig config, EventReader<? extends E> reader) {
    this.config = config;
    this.reader = reader;
    this.seen = new SeenIds(config.idsMax(), config.tolerance().multipliedBy(2).toNanos());
  }

  /** Trusts no secret yet, so that nothing is genuine until {@link #trust}. */
  public static <E> Webhooks<E> of(WebhooksConfig config, EventReader<? extends E> reader) {
    return new Webhooks<>(config, reader);
  }

  /**
   * Takes webhooks that are signed with this secret, too. To rotate one: trust the new one, have
   * the sender use it, {@link #distrust} the old one.
   *
   * @throws IllegalArgumentException if it would be one more than {@link #SECRETS_MAX}
   */
  public Webhooks<E> trust(WebhookSecret secret) {
    synchronized (secrets) {
      if (!secrets.contains(secret)) {
        require(
            secrets.size() < SECRETS_MAX,
            "secrets must be at most %s, distrust one: secrets=%s",
            SECRETS_MAX,
            secrets.size());
        secrets.add(secret);
      }
    }
    return this;
  }

  /** Takes no more webhooks that are signed with this secret. */
  public Webhooks<E> distrust(WebhookSecret secret) {
    secrets.remove(secret);
    return this;
  }

  /**
   * Hands out events of a type, after the handlers that were added before. If one throws, none
   * after it is asked, and all of them see the event again when it is sent again.
   */
  public <T extends E> Webhooks<E> on(Class<T> type, Consumer<? super T> handler) {
    handlers.add(
        event -> {
          if (type.isInstance(event)) {
            handler.accept(type.cast(event));
          }
        });
    return this;
  }

  /** Bytes of a body that {@link #receive} looks at; a server need not read one more. */
  public int bodyMax() {
    return config.bodyMax();
  }

  /**
   * Takes in one webhook.
   *
   * @param fields gives the request's header field of a name in lower case; null if it has none
   * @param body exactly the bytes that came
   */
  public Receipt receive(Function<String, @Nullable String> fields, byte[] body) {
    if (body.length > config.bodyMax()) {
      return Receipt.TOO_LARGE;
    }
    Optional<Signed> signed = Signed.of(fields);
    if (signed.isEmpty()) {
      return Receipt.UNREADABLE;
    }
    if (!isFresh(signed.get()) || !signed.get().isBy(secrets, body)) {
      return Receipt.NOT_GENUINE;
    }
    String id = signed.get().id();
    return switch (seen.claim(id, now())) {
      case HANDLED_ALREADY -> Receipt.REPEATED;
      case BEING_HANDLED, NO_ROOM -> Receipt.BUSY;
      case HANDLE -> claimed(id, body);
    };
  }

  private boolean isFresh(Signed signed) {
    long nowSecond = Math.floorDiv(config.ticker().wallMicros(), MICROS);
    return Math.abs(nowSecond - signed.second()) <= config.tolerance().toSeconds();
  }

  private Receipt claimed(String id, byte[] body) {
    Receipt receipt = Receipt.FAILED;
    try {
      receipt = handle(id, body);
    } finally {
      if (receipt == Receipt.HANDLED) {
        seen.handled(id, now());
      } else {
        seen.forget(id);
      }
    }
    return receipt;
  }

  private Receipt handle(String id, byte[] body) {
    E event;
    try {
      event = reader.read(body);
    } catch (IOException | RuntimeException e) {
      LOG.log(Logger.Level.WARNING, "webhook could not be read: webhook-id=" + id, e);
      return Receipt.UNREADABLE;
    }
    try {
      handlers.forEach(handler -> handler.accept(event));
      return Receipt.HANDLED;
    } catch (RuntimeException e) {
      LOG.log(Logger.Level.WARNING, "webhook's handler failed: webhook-id=" + id, e);
      return Receipt.FAILED;
    }
  }

  private long now() {
    return config.ticker().monotonicNanos();
  }
}
