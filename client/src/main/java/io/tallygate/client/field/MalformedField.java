package io.tallygate.client.field;

/** A field breaks a rule of its syntax. Never leaves this package, and needs no trace. */
final class MalformedField extends Exception {

  private static final long serialVersionUID = 1;

  MalformedField() {
    super("malformed field", null, false, false);
  }
}
