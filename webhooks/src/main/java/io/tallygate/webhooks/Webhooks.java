package io.tallygate.webhooks;

import io.tallygate.webhooks.Delivery.State;
import io.tallygate.webhooks.destination.TargetException;
import io.tallygate.webhooks.destination.TargetUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Webhooks of many owners: endpoints are made, told of events, and every message reaches them at
 * least once or is listed as dead. Thread-safe.
 *
 * <p>All is kept in the database of whoever uses it, in the tables of {@link #SQLITE_TABLES} or
 * {@link #POSTGRESQL_TABLES}. A message is on the disk when {@link #publish} returns; a process
 * that is killed delivers it after its next start. A receiver may see a message twice, with the
 * same id.
 */
public final class Webhooks implements AutoCloseable {

  /** An owner has at most this many endpoints. */
  public static final int ENDPOINTS_MAX = 50;

  /** For one endpoint at most this many messages wait; what comes on top is dead at once. */
  public static final int PENDING_MAX = 10_000;

  /** A list of deliveries has at most this many. */
  public static final int LIST_MAX = 1_000;

  /** The statements that make the tables, in SQLite. */
  public static final String SQLITE_TABLES = resource("sqlite.sql");

  /** The statements that make the tables, in PostgreSQL. */
  public static final String POSTGRESQL_TABLES = resource("postgresql.sql");

  private final Store store;
  private final WebhooksConfig config;
  private final Outbox outbox;
  private final Courier courier;

  private Webhooks(Store store, WebhooksConfig config, InstantSource clock) {
    this.store = store;
    this.config = config;
    this.outbox = new Outbox(config.addresses(), clock);
    this.courier = Courier.start(store, config, clock);
  }

  /**
   * Begins to deliver what is due.
   *
   * @param jdbi the database, with the tables in it; its connections must enforce foreign keys and
   *     wait for each other
   * @param clock the wall clock
   */
  public static Webhooks start(Jdbi jdbi, WebhooksConfig config, InstantSource clock) {
    return start(Store.of(jdbi), config, clock);
  }

  /**
   * Begins to deliver what is due.
   *
   * @param clock the wall clock
   */
  public static Webhooks start(Store store, WebhooksConfig config, InstantSource clock) {
    return new Webhooks(store, config, clock);
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Webhooks.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes an endpoint, with a secret of its own.
   *
   * @throws TargetException if its URL is one that no delivery may go to, or its host is at such an
   *     address now
   * @throws IllegalArgumentException if the owner has {@link #ENDPOINTS_MAX}
   */
  public Endpoint create(String owner, Subscription subscription) {
    TargetUrl target = TargetUrl.parse(subscription.url(), config.addresses().reach());
    try {
      config.addresses().of(target.host());
    } catch (UnknownHostException e) {
      // It may have an address by the time of the first delivery.
    }
    return store.write(handle -> outbox.create(handle, owner, subscription));
  }

  /** An owner's, the oldest first. */
  public List<Endpoint> list(String owner) {
    return store.read(handle -> outbox.list(handle, owner));
  }

  /**
   * Deletes an endpoint, and what was on its way to it.
   *
   * @return whether the owner had it
   */
  public boolean delete(String owner, String id) {
    return store.write(handle -> outbox.delete(handle, owner, id));
  }

  /**
   * Tells all of an owner's endpoints that want to know.
   *
   * @return how many will be told
   */
  public int publish(String owner, Event event) {
    int told = store.write(handle -> outbox.publish(handle, owner, event));
    courier.wake();
    return told;
  }

  /** The same within a transaction: told if and when it is committed. */
  public int publish(Handle handle, String owner, Event event) {
    return outbox.publish(handle, owner, event);
  }

  /** Looks for deliveries now, and not only in a moment. */
  public void wake() {
    courier.wake();
  }

  /**
   * An owner's deliveries, the newest first.
   *
   * @param state empty for any
   * @param max 1 to {@link #LIST_MAX}
   */
  public List<Delivery> deliveries(String owner, Optional<State> state, int max) {
    if (max < 1 || max > LIST_MAX) {
      throw new IllegalArgumentException("max must be 1 to %s: max=%s".formatted(LIST_MAX, max));
    }
    DeliveryFilter filter = new DeliveryFilter(Optional.of(owner), Optional.empty(), state);
    return store.read(handle -> outbox.deliveries(handle, filter, 0, max));
  }

  /**
   * Has a delivery that is over made again, with all its attempts.
   *
   * @return whether there was one, to an endpoint that is enabled
   */
  public boolean replay(String owner, DeliveryId id) {
    boolean found = store.write(handle -> outbox.replay(handle, owner, id));
    courier.wake();
    return found;
  }

  /**
   * Lets attempts that are under way end; what is not delivered by then stays for the next start.
   */
  @Override
  public void close() {
    courier.close();
  }
}
