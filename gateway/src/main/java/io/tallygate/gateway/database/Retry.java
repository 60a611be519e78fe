package io.tallygate.gateway.database;

import io.tallygate.gateway.key.KeyHash;
import java.util.Optional;

/**
 * A request that may be sent again and is to be done once.
 *
 * @param key the hash of what the caller calls it by
 * @param request the hash of all that it asks for
 */
public record Retry(String tokenId, KeyHash key, KeyHash request) {

  /**
   * What is known of a request that was begun before.
   *
   * @param request the hash of what was asked then
   * @param response encrypted; empty as long as it is not done
   */
  public record Begun(KeyHash request, Optional<byte[]> response) {}
}
