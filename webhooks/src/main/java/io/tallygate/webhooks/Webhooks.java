package io.tallygate.webhooks;

import io.tallygate.webhooks.Delivery.State;
import io.tallygate.webhooks.destination.TargetException;
import io.tallygate.webhooks.destination.TargetUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
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
 * <p>All is kept in the database of whoever uses it, in the tables of {@link #SQLITE_TABLES}. A
 * message is on the disk when {@link #publish} returns; a process that is killed delivers it after
 * its next start. A receiver may see a message twice, with the same id.
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

  private static final String ENDPOINT_PREFIX = "ep_";
  private static final String MESSAGE_PREFIX = "msg_";
  private static final int ID_LENGTH = 16;
  private static final String ID_LETTERS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private final Jdbi jdbi;
  private final WebhooksConfig config;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Courier courier;

  private Webhooks(Jdbi jdbi, WebhooksConfig config, InstantSource clock) {
    this.jdbi = jdbi;
    this.config = config;
    this.clock = clock;
    this.courier = Courier.start(jdbi, config, clock);
  }

  /**
   * Begins to deliver what is due.
   *
   * @param jdbi the database, with the tables in it; its connections must enforce foreign keys and
   *     wait for each other
   * @param clock the wall clock
   */
  public static Webhooks start(Jdbi jdbi, WebhooksConfig config, InstantSource clock) {
    return new Webhooks(jdbi, config, clock);
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
    Endpoint endpoint =
        new Endpoint(
            newId(ENDPOINT_PREFIX),
            owner,
            subscription,
            Secret.random(random),
            clock.instant(),
            Endpoint.State.ENABLED);
    jdbi.useTransaction(
        handle -> {
          int present = EndpointTable.list(handle, owner).size();
          if (present >= ENDPOINTS_MAX) {
            throw new IllegalArgumentException(
                "endpoints must be at most %s: endpoints=%s".formatted(ENDPOINTS_MAX, present));
          }
          EndpointTable.insert(handle, endpoint);
        });
    return endpoint;
  }

  /** An owner's, the oldest first. */
  public List<Endpoint> list(String owner) {
    return jdbi.withHandle(handle -> EndpointTable.list(handle, owner));
  }

  /**
   * Deletes an endpoint, and what was on its way to it.
   *
   * @return whether the owner had it
   */
  public boolean delete(String owner, String id) {
    return jdbi.withHandle(handle -> EndpointTable.delete(handle, owner, id)) > 0;
  }

  /**
   * Tells all of an owner's endpoints that want to know.
   *
   * @return how many will be told
   */
  public int publish(String owner, Event event) {
    int told = jdbi.inTransaction(handle -> publish(handle, owner, event));
    courier.wake();
    return told;
  }

  /** The same within a transaction: told if and when it is committed. */
  public int publish(Handle handle, String owner, Event event) {
    List<Endpoint> wanting =
        EndpointTable.list(handle, owner).stream()
            .filter(endpoint -> endpoint.state() == Endpoint.State.ENABLED)
            .filter(endpoint -> endpoint.subscription().events().contains(event.name()))
            .toList();
    if (!wanting.isEmpty()) {
      String messageId = newId(MESSAGE_PREFIX);
      long now = clock.millis();
      DeliveryTable.insertMessage(handle, new DeliveryTable.Message(messageId, owner, event, now));
      for (Endpoint endpoint : wanting) {
        DeliveryId id = new DeliveryId(messageId, endpoint.id());
        boolean full = DeliveryTable.countPending(handle, endpoint.id()) >= PENDING_MAX;
        DeliveryTable.insert(handle, id, full ? State.DEAD : State.PENDING, now);
      }
    }
    return wanting.size();
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
    return jdbi.withHandle(handle -> DeliveryTable.list(handle, owner, state.orElse(null), max));
  }

  /**
   * Has a delivery that is over made again, with all its attempts.
   *
   * @return whether there was one, to an endpoint that is enabled
   */
  public boolean replay(String owner, DeliveryId id) {
    boolean found =
        jdbi.withHandle(handle -> DeliveryTable.replay(handle, owner, id, clock.millis())) > 0;
    courier.wake();
    return found;
  }

  private String newId(String prefix) {
    StringBuilder id = new StringBuilder(prefix);
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
    }
    return id.toString();
  }

  /**
   * Lets attempts that are under way end; what is not delivered by then stays for the next start.
   */
  @Override
  public void close() {
    courier.close();
  }
}
