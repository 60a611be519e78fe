package io.tallygate.gateway.usage;

/**
 * A caller and a group.
 *
 * @param caller empty for all of them together
 */
record Pair(String caller, String group) {

  /** The group's calls of all callers, and those without one. */
  static Pair allOf(String group) {
    return new Pair("", group);
  }

  boolean isAll() {
    return caller.isEmpty();
  }
}
