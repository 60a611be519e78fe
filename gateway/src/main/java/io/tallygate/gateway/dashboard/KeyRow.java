package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.Life;

/**
 * A key in a list.
 *
 * @param owner its name; empty if the key is its own
 */
record KeyRow(ApiKey key, String owner, Life.State state) {

  static KeyRow of(ApiKey key, Names names, long nowSecond) {
    return new KeyRow(key, names.of(key.standing().owner()), key.life().stateAt(nowSecond));
  }

  String name() {
    return Words.safe(key.name());
  }

  String path() {
    return KeyPages.path(key.id());
  }
}
