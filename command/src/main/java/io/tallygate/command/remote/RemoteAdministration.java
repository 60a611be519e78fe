package io.tallygate.command.remote;

import io.tallygate.gateway.alert.Alerts;
import io.tallygate.gateway.coach.Coach;
import io.tallygate.gateway.key.Administration;
import io.tallygate.gateway.key.AuditEntry;
import io.tallygate.gateway.key.Grants;
import io.tallygate.gateway.key.Keys;
import io.tallygate.gateway.key.Owners;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Plans;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.gateway.key.Tokens;
import io.tallygate.gateway.usage.trial.Trials;
import java.net.URI;
import java.util.Optional;

/**
 * Keys and what belongs to them, administered through a running server, in the name of a token.
 * What is refused there is thrown here as it would be thrown there. Thread-safe.
 */
public final class RemoteAdministration implements Administration {

  private final Calls calls;

  /**
   * @param url of the admin port; a path is put before each call's
   * @param token the secret, never logged
   */
  public RemoteAdministration(URI url, String token) {
    this.calls = new Calls(url, token);
  }

  @Override
  public Keys keys() {
    return new RemoteKeys(calls);
  }

  @Override
  public Owners owners() {
    return new RemoteOwners(calls);
  }

  @Override
  public Plans plans() {
    return new RemotePlans(calls);
  }

  @Override
  public Grants grants() {
    return new RemoteGrants(calls);
  }

  @Override
  public Tokens tokens() {
    return new RemoteTokens(calls);
  }

  @Override
  public Page<AuditEntry> audit(String target, Page.Request page) {
    String of = target.isEmpty() ? "" : "&target=" + Calls.quoted(target);
    return calls.get("/audit" + Calls.query(page) + of, Answers.page(Answers::entry));
  }

  @Override
  public Optional<PublishedPolicy> published() {
    return Optional.of(calls.get("/policy", Answers::policy));
  }

  /** The same server's alerts. */
  public Alerts alerts() {
    return new RemoteAlerts(calls);
  }

  /** Trials of edited policies on the server's usage. */
  public Trials trials() {
    return new RemoteTrials(calls);
  }

  /** Usage as the server tells it. */
  public RemoteUsage usage() {
    return new RemoteUsage(calls);
  }

  /** What keys' callers could do better. */
  public Coach coach() {
    return new RemoteCoach(calls);
  }

  @Override
  public void close() {
    // The client's connections end by themselves.
  }
}
