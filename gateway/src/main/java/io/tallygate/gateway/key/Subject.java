package io.tallygate.gateway.key;

import static io.tallygate.limiter.check.Checks.require;

/**
 * Who can be given limits: a key or an owner.
 *
 * @param id a key's or an owner's
 */
public record Subject(String id) {

  public Subject {
    require(
        ApiKey.isId(id) || Owner.isId(id),
        "id must be key_ or own_ and 12 letters or digits, as the lists print it");
  }

  public boolean isKey() {
    return ApiKey.isId(id);
  }

  @Override
  public String toString() {
    return id;
  }
}
