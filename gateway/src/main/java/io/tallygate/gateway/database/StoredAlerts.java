package io.tallygate.gateway.database;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.alert.AlertConfig.Destinations;
import io.tallygate.gateway.alert.Alerts;
import io.tallygate.gateway.alert.Delivery;
import io.tallygate.gateway.alert.DeliveryQuery;
import io.tallygate.gateway.alert.EventKind;
import io.tallygate.gateway.alert.IssuedSubscription;
import io.tallygate.gateway.alert.Payload;
import io.tallygate.gateway.alert.Subscription;
import io.tallygate.gateway.alert.SubscriptionChange;
import io.tallygate.gateway.alert.Wish;
import io.tallygate.gateway.database.AuditTable.Changed;
import io.tallygate.gateway.database.Database.Write;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.DataException.Reason;
import io.tallygate.gateway.key.Page;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.webhooks.DeliveryFilter;
import io.tallygate.webhooks.DeliveryId;
import io.tallygate.webhooks.Endpoint;
import io.tallygate.webhooks.Event;
import io.tallygate.webhooks.Outbox;
import io.tallygate.webhooks.destination.TargetException;
import io.tallygate.webhooks.destination.TargetUrl;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Alerts in the database, changed by one actor. Thread-safe. */
public final class StoredAlerts implements Alerts {

  private final Session session;
  private final Destinations destinations;
  private final Outbox outbox;

  /**
   * @param database not closed with this
   */
  public StoredAlerts(Database database, Ticker ticker, Actor actor, Destinations destinations) {
    this(new Session(database, ticker, actor), destinations);
  }

  StoredAlerts(Session session, Destinations destinations) {
    this.session = session;
    this.destinations = destinations;
    this.outbox =
        new Outbox(StoredEvents.addresses(destinations), StoredEvents.clock(session.ticker()));
  }

  @Override
  public IssuedSubscription create(String owner, Wish wish) {
    requireFor(owner, wish.kinds());
    requireReachable(wish.url());
    return session
        .database()
        .write(
            write -> {
              Handle handle = write.handle();
              if (!owner.isEmpty()) {
                OwnerTable.get(handle, owner);
              }
              String scope = SubscriptionRows.scope(owner);
              Session.requireRoom(
                  "subscriptions", outbox.list(handle, scope).size(), SUBSCRIPTIONS_MAX);
              Endpoint made = outbox.create(handle, scope, SubscriptionRows.of(wish));
              Subscription subscription = SubscriptionRows.read(made);
              audit(write, "alert.create", Map.of(), subscription);
              return new IssuedSubscription(subscription, made.secret().text());
            });
  }

  private void requireReachable(String url) {
    try {
      TargetUrl.parse(url, StoredEvents.addresses(destinations).reach());
    } catch (TargetException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static void requireFor(String owner, List<EventKind> kinds) {
    for (EventKind kind : kinds) {
      require(
          owner.isEmpty() || kind.isForOwners(),
          "events of an owner must be about its keys; %s is the operator's: owner=%s",
          kind.text(),
          owner);
    }
  }

  private void audit(Write write, String action, Map<String, ?> before, Subscription after) {
    session.audit(write, new Changed(action, after.id(), before, SubscriptionRows.state(after)));
  }

  @Override
  public Page<Subscription> list(String owner, Page.Request page) {
    int skip = Math.toIntExact(page.after(0));
    List<Endpoint> found =
        session
            .database()
            .read(
                handle ->
                    owner.isEmpty()
                        ? outbox.all(handle, skip, page.size() + 1)
                        : outbox.list(handle, owner).stream().skip(skip).toList());
    return SubscriptionRows.page(found, page, SubscriptionRows::read);
  }

  @Override
  public Subscription get(String id) {
    return session.database().read(handle -> SubscriptionRows.read(endpoint(handle, id)));
  }

  private Endpoint endpoint(Handle handle, String id) {
    requireId(id);
    return outbox.find(handle, id).orElseThrow(() -> unknown("subscription", id));
  }

  private static void requireId(String id) {
    require(Subscription.isId(id), "id must be ep_ and 16 letters or digits");
  }

  private static DataException unknown(String what, String id) {
    return new DataException(Reason.NOT_FOUND, "no such %s: id=%s".formatted(what, id));
  }

  @Override
  public Subscription change(String id, List<SubscriptionChange> changes) {
    return session
        .database()
        .write(
            write -> {
              Handle handle = write.handle();
              Subscription before = SubscriptionRows.read(endpoint(handle, id));
              Wish wish = before.wish();
              for (SubscriptionChange change : changes) {
                wish = SubscriptionRows.changed(wish, change);
              }
              requireFor(before.owner(), wish.kinds());
              requireReachable(wish.url());
              if (!wish.equals(before.wish())) {
                outbox.change(handle, id, SubscriptionRows.of(wish));
              }
              for (SubscriptionChange change : changes) {
                if (change instanceof SubscriptionChange.Enable) {
                  outbox.enable(handle, id);
                } else if (change instanceof SubscriptionChange.Disable) {
                  outbox.disable(handle, id);
                }
              }
              Subscription after = SubscriptionRows.read(endpoint(handle, id));
              if (!after.equals(before)) {
                audit(write, "alert.change", SubscriptionRows.state(before), after);
              }
              return after;
            });
  }

  @Override
  public Subscription remove(String id) {
    return session
        .database()
        .write(
            write -> {
              Endpoint before = endpoint(write.handle(), id);
              outbox.delete(write.handle(), before.owner(), id);
              Subscription was = SubscriptionRows.read(before);
              session.audit(
                  write, new Changed("alert.remove", id, SubscriptionRows.state(was), Map.of()));
              return was;
            });
  }

  @Override
  public IssuedSubscription rotate(String id) {
    return session
        .database()
        .write(
            write -> {
              Handle handle = write.handle();
              Map<String, ?> before = SubscriptionRows.state(enabled(handle, id));
              String secret = outbox.rotate(handle, id).orElseThrow().text();
              Subscription after = SubscriptionRows.read(endpoint(handle, id));
              audit(write, "alert.rotate", before, after);
              return new IssuedSubscription(after, secret);
            });
  }

  @Override
  public Delivery test(String id) {
    return session
        .database()
        .write(
            write -> {
              Handle handle = write.handle();
              Subscription told = enabled(handle, id);
              String body = Payload.test(told, session.ticker().wallMicros());
              Event event = new Event(EventKind.TEST.text(), body);
              Delivery made =
                  delivery(handle, outbox.publishTo(handle, endpoint(handle, id), event));
              session.audit(
                  write, new Changed("alert.test", id, Map.of(), Map.of("delivery", made.id())));
              return made;
            });
  }

  private Subscription enabled(Handle handle, String id) {
    Subscription found = SubscriptionRows.read(endpoint(handle, id));
    if (found.state() == Subscription.State.DISABLED) {
      throw disabled(id);
    }
    return found;
  }

  private static DataException disabled(String id) {
    return new DataException(
        Reason.CONFLICT, "subscription is disabled; enable it first: id=" + id);
  }

  private Delivery delivery(Handle handle, DeliveryId id) {
    return SubscriptionRows.read(
        outbox.find(handle, id).orElseThrow(() -> unknown("delivery", SubscriptionRows.text(id))));
  }

  @Override
  public Page<Delivery> deliveries(DeliveryQuery query, Page.Request page) {
    DeliveryFilter filter =
        new DeliveryFilter(query.owner(), query.subscription(), SubscriptionRows.state(query));
    int skip = Math.toIntExact(page.after(0));
    return SubscriptionRows.page(
        session.database().read(handle -> outbox.deliveries(handle, filter, skip, page.size() + 1)),
        page,
        SubscriptionRows::read);
  }

  @Override
  public Delivery replay(String id) {
    require(Delivery.isId(id), "id must be one that the list of deliveries has: msg_…-ep_…");
    DeliveryId named = SubscriptionRows.delivery(id);
    return session
        .database()
        .write(
            write -> {
              Handle handle = write.handle();
              Delivery before = delivery(handle, named);
              Optional<Endpoint> endpoint = outbox.find(handle, named.endpointId());
              String owner = endpoint.map(Endpoint::owner).orElse("");
              if (before.state() == Delivery.State.PENDING) {
                throw new DataException(Reason.CONFLICT, "delivery is under way already: id=" + id);
              }
              if (!outbox.replay(handle, owner, named)) {
                throw disabled(named.endpointId());
              }
              session.audit(
                  write,
                  new Changed(
                      "alert.replay", named.endpointId(), Map.of(), Map.of("delivery", id)));
              return delivery(handle, named);
            });
  }
}
