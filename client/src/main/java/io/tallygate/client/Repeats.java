package io.tallygate.client;

/** Which calls the client makes again by itself. */
public enum Repeats {
  /**
   * Those that were refused (429); and those that met 408, 500, 502, 503, 504 or a lost connection,
   * where the method is idempotent or the request has an {@code Idempotency-Key}.
   */
  SAFE,
  /** Only those that were refused (429). */
  REFUSED,
  /** None: the program gets every answer. Calls still wait while their limit is spent. */
  NONE
}
