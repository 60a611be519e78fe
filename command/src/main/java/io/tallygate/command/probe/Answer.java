package io.tallygate.command.probe;

/**
 * What came back.
 *
 * @param status 0 where nothing came back
 * @param failure why nothing came back; empty where something did
 */
public record Answer(int status, Fields fields, String failure) {

  static Answer of(int status, Fields fields) {
    return new Answer(status, fields, "");
  }

  static Answer none(String failure) {
    return new Answer(0, Fields.NONE, failure);
  }

  boolean came() {
    return status != 0;
  }
}
