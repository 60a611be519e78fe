package io.tallygate.gateway.key;

import java.time.Duration;
import java.util.List;

/** What can be done with keys. What was done is on the disk when a method returns. */
public interface Keys {

  /** There are at most this many keys, revoked ones included. */
  int KEYS_MAX = 100_000;

  /** A replaced secret may stay valid for at most this long. */
  Duration GRACE_MAX = Duration.ofDays(366);

  /** A key may have at most this many secrets at a time, the replaced ones included. */
  int SECRETS_MAX = 10;

  /**
   * Issues a key.
   *
   * @throws DataException if there are {@link #KEYS_MAX}, or no such owner or plan
   */
  IssuedKey create(NewKey key, KeyFormat format);

  /**
   * Takes over a key that was issued elsewhere. It has no checksum that could be tested, and is
   * looked up.
   *
   * @throws DataException as {@link #create}, or if the secret is known already
   */
  ApiKey importHash(NewKey key, ImportedSecret secret);

  /**
   * The key of an id.
   *
   * @throws DataException if there is none
   */
  ApiKey get(String id);

  /** The oldest first. */
  Page<ApiKey> list(KeyQuery query, Page.Request page);

  /**
   * Changes a key, all of it or nothing. Block, unblock and revoke change nothing if it is so
   * already.
   *
   * @param seen what the caller has read of it
   * @throws DataException if there is no such key, owner or plan, if it was changed since, or if it
   *     is revoked
   */
  ApiKey change(String id, List<KeyChange> changes, Version seen);

  /**
   * Gives a key a new secret. Its id stays, and with it what is counted.
   *
   * @throws DataException if there is no such key, it is revoked, was changed since, or has {@link
   *     #SECRETS_MAX}
   */
  IssuedKey rotate(String id, Rotation rotation, Version seen);

  /**
   * Has the running server use up what is left of a key's windows, and waits until it has.
   *
   * @throws DataException if there is no such key, or no server answers
   */
  DrainResult drain(String id, String group);

  /**
   * How a secret is replaced.
   *
   * @param grace how long the present secret stays valid, 0 s to {@link #GRACE_MAX}; those replaced
   *     before end then too, if they would not end sooner
   */
  record Rotation(KeyFormat format, Duration grace) {}
}
