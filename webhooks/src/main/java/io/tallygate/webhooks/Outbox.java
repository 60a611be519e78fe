package io.tallygate.webhooks;

import io.tallygate.webhooks.Delivery.State;
import io.tallygate.webhooks.destination.Addresses;
import io.tallygate.webhooks.destination.TargetException;
import io.tallygate.webhooks.destination.TargetUrl;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Endpoints and messages in a database. Each method is a part of its caller's transaction, and
 * starts nothing: what was published is delivered by the {@link Webhooks} that are started on the
 * same database, in this process or another, within a second. Thread-safe.
 */
public final class Outbox {

  private static final String ENDPOINT_PREFIX = "ep_";
  private static final String MESSAGE_PREFIX = "msg_";
  private static final int ID_LENGTH = 16;
  private static final String ID_LETTERS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private final Addresses addresses;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * An outbox.
   *
   * @param addresses where deliveries may go
   * @param clock the wall clock
   */
  public Outbox(Addresses addresses, InstantSource clock) {
    this.addresses = addresses;
    this.clock = clock;
  }

  /**
   * Makes an endpoint, with a secret of its own. A name is not looked up: that is done for each
   * delivery.
   *
   * @throws TargetException if its URL is one that no delivery may go to
   * @throws IllegalArgumentException if the owner has {@link Webhooks#ENDPOINTS_MAX}
   */
  public Endpoint create(Handle handle, String owner, Subscription subscription) {
    TargetUrl.parse(subscription.url(), addresses.reach());
    Endpoint endpoint =
        new Endpoint(
            newId(ENDPOINT_PREFIX),
            owner,
            subscription,
            Secret.random(random),
            clock.instant(),
            Endpoint.State.ENABLED);
    int present = EndpointTable.list(handle, owner).size();
    if (present >= Webhooks.ENDPOINTS_MAX) {
      throw new IllegalArgumentException(
          "endpoints must be at most %s: endpoints=%s".formatted(Webhooks.ENDPOINTS_MAX, present));
    }
    EndpointTable.insert(handle, endpoint);
    return endpoint;
  }

  /** An owner's, the oldest first. */
  public List<Endpoint> list(Handle handle, String owner) {
    return EndpointTable.list(handle, owner);
  }

  /**
   * Of all owners, the oldest first.
   *
   * @param skip how many are left out
   */
  public List<Endpoint> all(Handle handle, int skip, int max) {
    return EndpointTable.all(handle, skip, max);
  }

  public Optional<Endpoint> find(Handle handle, String id) {
    return EndpointTable.find(handle, id);
  }

  /**
   * Changes what an endpoint is told, and where. What waits for it goes there too.
   *
   * @return whether it is there
   * @throws TargetException if the URL is one that no delivery may go to
   */
  public boolean change(Handle handle, String id, Subscription subscription) {
    TargetUrl.parse(subscription.url(), addresses.reach());
    return EndpointTable.change(handle, id, subscription) > 0;
  }

  /** Has it told again. */
  public void enable(Handle handle, String id) {
    EndpointTable.enable(handle, id);
  }

  /** Has it told no more; what waits for it is dead. */
  public void disable(Handle handle, String id) {
    EndpointTable.disable(handle, id, clock.millis());
    DeliveryTable.giveUp(handle, id);
  }

  /**
   * Gives an endpoint a new secret, with which every attempt from now on is signed.
   *
   * @return empty if there is no such endpoint
   */
  public Optional<Secret> rotate(Handle handle, String id) {
    Secret secret = Secret.random(random);
    return EndpointTable.secret(handle, id, secret) > 0 ? Optional.of(secret) : Optional.empty();
  }

  /**
   * Deletes an endpoint, and what was on its way to it.
   *
   * @return whether the owner had it
   */
  public boolean delete(Handle handle, String owner, String id) {
    return EndpointTable.delete(handle, owner, id) > 0;
  }

  /**
   * Tells all of an owner's endpoints that want to know.
   *
   * @return how many will be told
   */
  public int publish(Handle handle, String owner, Event event) {
    List<Endpoint> wanting =
        EndpointTable.list(handle, owner).stream()
            .filter(endpoint -> endpoint.state() == Endpoint.State.ENABLED)
            .filter(endpoint -> endpoint.subscription().events().contains(event.name()))
            .toList();
    if (!wanting.isEmpty()) {
      publish(handle, owner, event, wanting);
    }
    return wanting.size();
  }

  /**
   * Tells one endpoint, whether it wants to know or not.
   *
   * @param endpoint must be there
   */
  public DeliveryId publishTo(Handle handle, Endpoint endpoint, Event event) {
    String messageId = publish(handle, endpoint.owner(), event, List.of(endpoint));
    return new DeliveryId(messageId, endpoint.id());
  }

  private String publish(Handle handle, String owner, Event event, List<Endpoint> told) {
    String messageId = newId(MESSAGE_PREFIX);
    long now = clock.millis();
    DeliveryTable.insertMessage(handle, new DeliveryTable.Message(messageId, owner, event, now));
    for (Endpoint endpoint : told) {
      DeliveryId id = new DeliveryId(messageId, endpoint.id());
      boolean full = DeliveryTable.countPending(handle, endpoint.id()) >= Webhooks.PENDING_MAX;
      DeliveryTable.insert(handle, id, full ? State.DEAD : State.PENDING, now);
    }
    return messageId;
  }

  /**
   * Deliveries, the newest first.
   *
   * @param skip how many of the newest are left out
   * @param max 1 to {@link Webhooks#LIST_MAX}, and one more
   */
  public List<Delivery> deliveries(Handle handle, DeliveryFilter filter, int skip, int max) {
    if (max < 1 || max > Webhooks.LIST_MAX + 1) {
      throw new IllegalArgumentException(
          "max must be 1 to %s: max=%s".formatted(Webhooks.LIST_MAX, max));
    }
    return DeliveryTable.list(handle, filter, skip, max);
  }

  public Optional<Delivery> find(Handle handle, DeliveryId id) {
    return DeliveryTable.find(handle, id);
  }

  /**
   * Has a delivery that is over made again, with all its attempts.
   *
   * @return whether there was one, to an endpoint that is enabled
   */
  public boolean replay(Handle handle, String owner, DeliveryId id) {
    return DeliveryTable.replay(handle, owner, id, clock.millis()) > 0;
  }

  private String newId(String prefix) {
    StringBuilder id = new StringBuilder(prefix);
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
    }
    return id.toString();
  }
}
