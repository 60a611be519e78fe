package io.tallygate.gateway.alert;

import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.Page;
import java.util.List;

/**
 * What can be done with alerts, by one actor: with the database at hand, or through a server's
 * admin API. Each change of a subscription is audited, and on the disk when a method returns; a
 * running gateway goes by it within two seconds. Thread-safe.
 *
 * <p>Arguments that are out of their bounds throw {@link IllegalArgumentException}; what the data
 * do not allow throws {@link DataException}.
 */
public interface Alerts {

  /** The operator, and each owner, has at most this many subscriptions. */
  int SUBSCRIPTIONS_MAX = 50;

  /**
   * Makes a subscription, with a secret of its own.
   *
   * @param owner whose keys it is about, an owner's id; empty for the operator
   * @throws DataException if there is no such owner, or it has {@link #SUBSCRIPTIONS_MAX}
   * @throws IllegalArgumentException if no delivery may go to the URL, or an owner is to be told of
   *     what is the operator's
   */
  IssuedSubscription create(String owner, Wish wish);

  /**
   * The oldest first.
   *
   * @param owner an owner's id; empty for all, the operator's and the owners'
   */
  Page<Subscription> list(String owner, Page.Request page);

  /**
   * The subscription of an id.
   *
   * @throws DataException if there is none
   */
  Subscription get(String id);

  /**
   * Changes a subscription, all of it or nothing.
   *
   * @throws DataException if there is none
   */
  Subscription change(String id, List<SubscriptionChange> changes);

  /**
   * Ends a subscription, with what is on its way to it.
   *
   * @return what it was
   * @throws DataException if there is none
   */
  Subscription remove(String id);

  /**
   * Gives a subscription a new secret; every attempt from now on is signed with it.
   *
   * @throws DataException if there is none
   */
  IssuedSubscription rotate(String id);

  /**
   * Sends a subscription an event of the kind {@link EventKind#TEST}.
   *
   * @return its delivery, which is to be looked for in {@link #deliveries}
   * @throws DataException if there is none, or it is disabled
   */
  Delivery test(String id);

  /** The newest first. A page begins so many rows behind the first, whatever came meanwhile. */
  Page<Delivery> deliveries(DeliveryQuery query, Page.Request page);

  /**
   * Has a delivery that is over made again, with all its attempts; the receiver sees the same id.
   *
   * @throws DataException if there is none, or it is under way, or its subscription is disabled
   */
  Delivery replay(String id);
}
