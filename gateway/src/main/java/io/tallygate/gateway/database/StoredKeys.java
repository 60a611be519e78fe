package io.tallygate.gateway.database;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.database.AuditTable.Changed;
import io.tallygate.gateway.database.Database.Write;
import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.DataException.Reason;
import io.tallygate.gateway.key.DrainResult;
import io.tallygate.gateway.key.ImportedSecret;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.KeyChange;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.KeyHash;
import io.tallygate.gateway.key.KeyQuery;
import io.tallygate.gateway.key.Keys;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.Life.State;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Standing;
import io.tallygate.gateway.key.Version;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Keys in the database. Thread-safe. */
final class StoredKeys implements Keys {

  private final Session session;
  private final SecureRandom random = new SecureRandom();

  StoredKeys(Session session) {
    this.session = session;
  }

  @Override
  public IssuedKey create(NewKey key, KeyFormat format) {
    String secret = format.issue(random);
    ApiKey made =
        session
            .database()
            .write(
                write -> {
                  ApiKey inserted = insert(write, key, KeyFormat.lastFour(secret));
                  KeyTable.insertSecret(write.handle(), inserted.id(), KeyHash.of(secret));
                  audit(write, "key.create", Map.of(), inserted);
                  return inserted;
                });
    return new IssuedKey(made, secret);
  }

  @Override
  public ApiKey importHash(NewKey key, ImportedSecret secret) {
    KeyHash hash = KeyHash.ofHex(secret.sha256());
    return session
        .database()
        .write(
            write -> {
              if (KeyTable.isKnown(write.handle(), hash)) {
                throw new DataException(
                    Reason.CONFLICT, "sha256 must be of a key that is not here yet");
              }
              ApiKey inserted = insert(write, key, secret.lastFour());
              KeyTable.insertSecret(write.handle(), inserted.id(), hash);
              audit(write, "key.import", Map.of(), inserted);
              return inserted;
            });
  }

  private ApiKey insert(Write write, NewKey key, String lastFour) {
    Session.requireRoom("keys", KeyTable.count(write.handle()), KEYS_MAX);
    requireKnown(write, key.standing());
    ApiKey made =
        new ApiKey(
            KeyFormat.id("key_", random),
            lastFour,
            key.description(),
            key.standing(),
            new Life(State.ACTIVE, session.nowSecond(), key.expirySecond(), Life.UNUSED),
            new Version(write.change()));
    KeyTable.insert(write.handle(), made);
    return made;
  }

  private static void requireKnown(Write write, Standing standing) {
    if (standing.owner() != null) {
      OwnerTable.get(write.handle(), standing.owner());
    }
    if (standing.plan() != null) {
      PlanTable.get(write.handle(), standing.plan());
    }
  }

  @Override
  public ApiKey get(String id) {
    requireId(id);
    return session.database().read(handle -> KeyTable.get(handle, id));
  }

  @Override
  public Page<ApiKey> list(KeyQuery query, Page.Request page) {
    return session
        .database()
        .read(handle -> KeyTable.list(handle, query, page, session.nowSecond()));
  }

  @Override
  public ApiKey change(String id, List<KeyChange> changes, Version seen) {
    requireId(id);
    return session
        .database()
        .write(
            write -> {
              ApiKey before = KeyTable.get(write.handle(), id);
              Session.requireSeen("key", id, seen, before.version());
              ApiKey after = before;
              for (KeyChange change : changes) {
                after = KeyEdit.of(after, change);
              }
              if (after.equals(before)) {
                return before;
              }
              requireKnown(write, after.standing());
              ApiKey changed = KeyEdit.withVersion(after, new Version(write.change()));
              KeyTable.update(write.handle(), changed);
              audit(write, KeyEdit.action(before, after), KeyTable.state(before), changed);
              return changed;
            });
  }

  @Override
  public IssuedKey rotate(String id, Rotation rotation, Version seen) {
    requireId(id);
    Duration grace = rotation.grace();
    require(
        !grace.isNegative() && grace.compareTo(GRACE_MAX) <= 0,
        "grace must be 0s to %s days: grace=%ss",
        GRACE_MAX.toDays(),
        grace.toSeconds());
    String secret = rotation.format().issue(random);
    ApiKey rotated =
        session
            .database()
            .write(
                write -> {
                  ApiKey before = KeyTable.get(write.handle(), id);
                  Session.requireSeen("key", id, seen, before.version());
                  KeyEdit.requireNotRevoked(before);
                  long now = session.nowSecond();
                  long valid =
                      KeyTable.endSecrets(write.handle(), id, now, now + grace.toSeconds());
                  Session.requireRoom("secrets", valid, SECRETS_MAX);
                  KeyTable.insertSecret(write.handle(), id, KeyHash.of(secret));
                  ApiKey after =
                      KeyEdit.withVersion(
                          KeyEdit.withLastFour(before, KeyFormat.lastFour(secret)),
                          new Version(write.change()));
                  KeyTable.update(write.handle(), after);
                  audit(write, "key.rotate", KeyTable.state(before), after);
                  return after;
                });
    return new IssuedKey(rotated, secret);
  }

  @Override
  public DrainResult drain(String id, String group) {
    get(id);
    return new DrainRequest(session.database(), session.ticker()).await(id, group);
  }

  private void audit(Write write, String action, Map<String, ?> before, ApiKey after) {
    session.audit(write, new Changed(action, after.id(), before, KeyTable.state(after)));
  }

  /** What is none may be a secret, and is not repeated. */
  private static void requireId(String id) {
    require(ApiKey.isId(id), "id must be key_ and 12 letters or digits");
  }
}
