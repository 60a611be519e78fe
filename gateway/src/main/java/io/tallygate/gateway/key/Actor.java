package io.tallygate.gateway.key;

/**
 * Who changes something, as the audit names him.
 *
 * @param name the user of the operating system, or an admin token's name
 */
public record Actor(Kind kind, String name) {

  private static final int NAME_MAX = 100;

  /** By which way he came. */
  public enum Kind {
    /** The command, with the database at hand. */
    COMMAND,
    /** The admin API, with a token. */
    TOKEN,
    /** A server for itself. */
    SERVER
  }

  public Actor {
    Description.requireText("actor", name, 1, NAME_MAX);
  }
}
