package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.Owner;
import io.tallygate.gateway.key.Subject;

/** Ids as they are given; what is none is refused and never repeated, for people paste secrets. */
final class Ids {

  private static final int LENGTH = "key_000000000000".length();

  private Ids() {}

  /**
   * The id of a key.
   *
   * @throws IllegalArgumentException if it is none
   */
  static String key(String text) {
    requireNoSecret(text);
    require(
        ApiKey.isId(text),
        "ID must be a key's id as `tallygate key list` prints it:"
            + " key_ and 12 letters or digits");
    return text;
  }

  /** The id of a key, or of a token that the upstream has proven. */
  static String caller(String text) {
    return text.matches("tok_[0-9a-f]{24}") ? text : key(text);
  }

  /** The id of an owner. */
  static String owner(String text) {
    requireNoSecret(text);
    require(
        Owner.isId(text),
        "ID must be an owner's id as `tallygate owner list` prints it:"
            + " own_ and 12 letters or digits");
    return text;
  }

  /** The id of either. */
  static Subject subject(String text) {
    requireNoSecret(text);
    return new Subject(Owner.isId(text) ? text : key(text));
  }

  private static void requireNoSecret(String text) {
    boolean isId = ApiKey.isId(text) || Owner.isId(text);
    boolean looksSecret =
        text.length() > LENGTH || text.matches("(?!key_|own_)[A-Za-z0-9_]*_[A-Za-z0-9]*");
    require(
        isId || !looksSecret,
        "ID must be a key's id as `tallygate key list` prints it;"
            + " what was given looks like a secret");
  }
}
