package io.tallygate.client;

/** A call waited in a group that its endpoint has left. Needs no trace: nobody sees it. */
final class TurnMoved extends Exception {

  private static final long serialVersionUID = 1;

  TurnMoved() {
    super("turn is in another group", null, false, false);
  }
}
