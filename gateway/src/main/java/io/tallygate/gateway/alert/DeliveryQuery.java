package io.tallygate.gateway.alert;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.key.Owner;
import java.util.Optional;

/**
 * Which deliveries are asked for; all that is given must hold.
 *
 * @param owner an owner's id, whose subscriptions are meant
 */
public record DeliveryQuery(
    Optional<String> subscription, Optional<String> owner, Optional<Delivery.State> state) {

  public static final DeliveryQuery ALL =
      new DeliveryQuery(Optional.empty(), Optional.empty(), Optional.empty());

  public DeliveryQuery {
    require(
        subscription.map(Subscription::isId).orElse(true),
        "subscription must be ep_ and 16 letters or digits");
    require(owner.map(Owner::isId).orElse(true), "owner must be own_ and 12 letters or digits");
  }

  public DeliveryQuery withSubscription(String value) {
    return new DeliveryQuery(Optional.of(value), owner, state);
  }

  public DeliveryQuery withOwner(String value) {
    return new DeliveryQuery(subscription, Optional.of(value), state);
  }

  public DeliveryQuery withState(Delivery.State value) {
    return new DeliveryQuery(subscription, owner, Optional.of(value));
  }
}
