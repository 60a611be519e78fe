package io.tallygate.gateway.key;

/** What an admin token may do; each role may do what those before it may. */
public enum Role {
  /** Read everything but the tokens. */
  READ,
  /** Also the daily work: keys, limits, drains. */
  OPERATE,
  /** Also owners, plans and tokens. */
  ADMIN;

  /** Whether this is enough for what asks for that. */
  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }
}
