package io.tallygate.gateway.database;

import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.DataException.Reason;
import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.KeyChange;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.Life.State;
import io.tallygate.gateway.key.Standing;
import io.tallygate.gateway.key.Version;

/** What a change makes of a key, as pure functions. */
final class KeyEdit {

  private KeyEdit() {}

  static ApiKey of(ApiKey key, KeyChange change) {
    if (change instanceof KeyChange.Rename rename) {
      return with(key, key.description().withName(rename.name()));
    } else if (change instanceof KeyChange.SetMetadata set) {
      return with(key, key.description().withMetadata(set.metadata()));
    } else if (change instanceof KeyChange.SetOwner set) {
      return with(key, new Standing(set.owner(), key.standing().plan()));
    } else if (change instanceof KeyChange.SetPlan set) {
      return with(key, new Standing(key.standing().owner(), set.plan()));
    } else if (change instanceof KeyChange.Expire expire) {
      Life life = key.life();
      return with(
          key,
          new Life(
              life.state(), life.createdSecond(), expire.expirySecond(), life.lastUsedSecond()));
    } else if (change instanceof KeyChange.Block) {
      requireNotRevoked(key);
      return with(key, State.BLOCKED);
    } else if (change instanceof KeyChange.Unblock) {
      requireNotRevoked(key);
      return with(key, State.ACTIVE);
    }
    return with(key, State.REVOKED);
  }

  static void requireNotRevoked(ApiKey key) {
    if (key.life().state() == State.REVOKED) {
      throw new DataException(Reason.CONFLICT, "key is revoked for good: id=" + key.id());
    }
  }

  /** What to call the change: by what people look for first. */
  static String action(ApiKey before, ApiKey after) {
    State state = after.life().state();
    if (before.life().state() == state) {
      return "key.change";
    }
    return switch (state) {
      case BLOCKED -> "key.block";
      case REVOKED -> "key.revoke";
      case ACTIVE, EXPIRED -> "key.unblock";
    };
  }

  static ApiKey withVersion(ApiKey key, Version version) {
    return new ApiKey(
        key.id(), key.lastFour(), key.description(), key.standing(), key.life(), version);
  }

  static ApiKey withLastFour(ApiKey key, String lastFour) {
    return new ApiKey(
        key.id(), lastFour, key.description(), key.standing(), key.life(), key.version());
  }

  private static ApiKey with(ApiKey key, Description description) {
    return new ApiKey(
        key.id(), key.lastFour(), description, key.standing(), key.life(), key.version());
  }

  private static ApiKey with(ApiKey key, Standing standing) {
    return new ApiKey(
        key.id(), key.lastFour(), key.description(), standing, key.life(), key.version());
  }

  private static ApiKey with(ApiKey key, Life life) {
    return new ApiKey(
        key.id(), key.lastFour(), key.description(), key.standing(), life, key.version());
  }

  private static ApiKey with(ApiKey key, State state) {
    Life life = key.life();
    return with(
        key, new Life(state, life.createdSecond(), life.expirySecond(), life.lastUsedSecond()));
  }
}
