package io.tallygate.webhooks.destination;

/** How far deliveries may go. */
public enum Reach {
  /** To https and addresses of the public internet only. */
  PUBLIC,
  /** Also by http or https to this machine's loopback addresses, for tests and sandboxes. */
  PUBLIC_AND_LOOPBACK
}
