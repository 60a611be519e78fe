package io.tallygate.gateway.database;

import io.tallygate.gateway.key.KeyHash;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What was answered to requests that may be sent again: hashes, and answers under encryption. */
final class RetryTable {

  private RetryTable() {}

  static Optional<Retry.Begun> find(Handle handle, Retry retry) {
    return handle
        .createQuery(
            "SELECT request_hash, response FROM idempotency"
                + " WHERE token_id = :token AND key_hash = :key")
        .bind("token", retry.tokenId())
        .bind("key", retry.key().bytes())
        .map(
            (row, context) ->
                new Retry.Begun(
                    KeyHash.ofBytes(row.getBytes("request_hash")),
                    Optional.ofNullable(row.getBytes("response"))))
        .findOne();
  }

  /** Returns 1, or 0 if it is there; waits for another transaction that is about to insert it. */
  static int insert(Handle handle, Retry retry, long second) {
    return handle.execute(
        "INSERT INTO idempotency (key_hash, token_id, request_hash, created_second)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        retry.key().bytes(),
        retry.tokenId(),
        retry.request().bytes(),
        second);
  }

  static int finish(Handle handle, Retry retry, byte[] response) {
    return handle.execute(
        "UPDATE idempotency SET response = ? WHERE token_id = ? AND key_hash = ?",
        response,
        retry.tokenId(),
        retry.key().bytes());
  }

  static int delete(Handle handle, Retry retry) {
    return handle.execute(
        "DELETE FROM idempotency WHERE token_id = ? AND key_hash = ?",
        retry.tokenId(),
        retry.key().bytes());
  }

  static int forgetUnfinishedBefore(Handle handle, long second) {
    return handle.execute(
        "DELETE FROM idempotency WHERE response IS NULL AND created_second < ?", second);
  }

  static int forgetBefore(Handle handle, long second) {
    return handle.execute("DELETE FROM idempotency WHERE created_second < ?", second);
  }
}
