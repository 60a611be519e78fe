package io.tallygate.sandbox.store;

/** What was asked for cannot be. The message is fit for callers. */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Of which kind. */
  public enum Reason {
    /** A parameter is not what it must be. */
    INVALID,
    /** It is not there, or another team's. */
    NOT_FOUND,
    /** There is no room until something is archived. */
    FULL,
    /** There is no room right now. */
    BUSY
  }

  private final Reason reason;

  public Refusal(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
