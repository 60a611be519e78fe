package io.tallygate.command;

import java.io.Console;

/** Whether somebody sits before this process. */
final class Terminal {

  private Terminal() {}

  @SuppressWarnings("SystemConsoleNull") // and isTerminal is asked as well
  static boolean isThere() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // Since JDK 22 there is a console without a terminal, too, and this method to tell.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
