package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.dashboard.session.Notice;
import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.KeyChange;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.Keys;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Plan;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.key.Standing;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be done with keys. */
final class KeyActions {

  KeyActions() {}

  List<Route> routes() {
    return List.of(
        Route.action("/keys", Role.OPERATE, this::create),
        Route.action("/keys/{key}/rotate", Role.OPERATE, this::rotate),
        Route.action(
            "/keys/{key}/block",
            Role.OPERATE,
            visit -> change(visit, new KeyChange.Block(), "The key is blocked.")),
        Route.action(
            "/keys/{key}/unblock",
            Role.OPERATE,
            visit -> change(visit, new KeyChange.Unblock(), "The key is active again.")),
        Route.action("/keys/{key}/revoke", Role.OPERATE, this::revoke));
  }

  private Answer create(Visit visit) {
    String owner = visit.form("owner");
    if (!owner.isEmpty()) {
      KeyPages.requireOwner(owner);
    }
    String plan = visit.form("plan");
    if (!plan.isEmpty()) {
      Plan.requireName(plan);
    }
    NewKey wanted =
        new NewKey(
            Description.of(visit.form("name")),
            new Standing(orNull(owner), orNull(plan)),
            Moments.endOf(visit.form("expires")));
    IssuedKey issued = visit.all().keys().create(wanted, format(visit));
    return secret(issued, "The key is issued.");
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static KeyFormat format(Visit visit) {
    PublishedPolicy policy =
        visit
            .all()
            .published()
            .orElseThrow(() -> new Refusal(503, "The policy is not published yet. Try again."));
    return new KeyFormat(policy.keyPrefix());
  }

  private static Answer secret(IssuedKey issued, String done) {
    return new Answer.Done(new Notice(KeyPages.path(issued.key().id()), done, issued.secret()));
  }

  private Answer rotate(Visit visit) {
    ApiKey key = KeyPages.key(visit);
    Duration grace = Moments.duration(visit.form("grace"));
    IssuedKey issued =
        visit.all().keys().rotate(key.id(), new Keys.Rotation(format(visit), grace), visit.seen());
    return secret(
        issued,
        grace.isZero()
            ? "The key has a new secret; the old one ended at once."
            : "The key has a new secret; the old one ends in "
                + Words.span(grace.toSeconds())
                + ".");
  }

  private Answer revoke(Visit visit) {
    if (!visit.form("sure").equals("yes")) {
      throw new Refusal(400, "Tick the box first: nothing takes a revocation back.");
    }
    return change(visit, new KeyChange.Revoke(), "The key is revoked, for good.");
  }

  private static Answer change(Visit visit, KeyChange change, String done) {
    ApiKey key = KeyPages.key(visit);
    visit.all().keys().change(key.id(), List.of(change), visit.seen());
    return Answer.done(KeyPages.path(key.id()), done);
  }
}
