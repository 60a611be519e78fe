package io.tallygate.webhooks.destination;

/** Says which rule a URL breaks. */
final class Checks {

  private Checks() {}

  static void require(boolean holds, String rule) {
    if (!holds) {
      throw new TargetException("url " + rule);
    }
  }
}
