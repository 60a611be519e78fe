package io.tallygate.webhooks.destination;

/** How far deliveries may go. */
public enum Reach {
  /** To https and addresses of the public internet only. */
  PUBLIC,
  /** Also by http or https to this machine's loopback addresses, for tests and sandboxes. */
  PUBLIC_AND_LOOPBACK,
  /**
   * Also by http or https to loopback and to private networks; never to link-local addresses, where
   * clouds keep their metadata, nor to anything else that is not public.
   */
  PUBLIC_AND_PRIVATE;

  /** Whether deliveries may go to this machine. */
  boolean hasLoopback() {
    return this != PUBLIC;
  }

  /** Whether deliveries may go to private networks. */
  boolean hasPrivate() {
    return this == PUBLIC_AND_PRIVATE;
  }
}
