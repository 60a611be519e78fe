package io.tallygate.command;

/** How much is logged; logback.xml says where to, and how. */
final class Logs {

  private Logs() {}

  /** To be called before anything logs: logback reads the property when it wakes. */
  static void level(String level) {
    System.setProperty("tallygate.log-level", level);
  }
}
