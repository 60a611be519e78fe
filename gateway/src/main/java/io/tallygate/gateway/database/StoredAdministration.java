package io.tallygate.gateway.database;

import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.Administration;
import io.tallygate.gateway.key.AuditEntry;
import io.tallygate.gateway.key.Grants;
import io.tallygate.gateway.key.Keys;
import io.tallygate.gateway.key.Owners;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Plans;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.gateway.key.Tokens;
import io.tallygate.limiter.clock.Ticker;
import java.util.Optional;

/** Keys, owners, plans and overrides in the database, changed by one actor. Thread-safe. */
public final class StoredAdministration implements Administration {

  private final Session session;

  /**
   * @param database closed with this; of several actors only one may be closed
   */
  public StoredAdministration(Database database, Ticker ticker, Actor actor) {
    this.session = new Session(database, ticker, actor);
  }

  @Override
  public Keys keys() {
    return new StoredKeys(session);
  }

  @Override
  public Owners owners() {
    return new StoredOwners(session);
  }

  @Override
  public Plans plans() {
    return new StoredPlans(session);
  }

  @Override
  public Grants grants() {
    return new StoredGrants(session);
  }

  @Override
  public Tokens tokens() {
    return new StoredTokens(session);
  }

  @Override
  public Page<AuditEntry> audit(String target, Page.Request page) {
    return session.database().read(handle -> AuditTable.list(handle, target, page));
  }

  @Override
  public Optional<PublishedPolicy> published() {
    return session.database().read(PolicyTable::find);
  }

  /** Says to all who administer what the running server enforces. */
  public void publish(PublishedPolicy policy) {
    session.database().note(handle -> PolicyTable.put(handle, policy));
  }

  @Override
  public void close() {
    session.database().close();
  }
}
