package io.tallygate.command.probe;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * What one response says of one limit.
 *
 * @param family the fields that it was read from, such as {@code X-RateLimit-*}
 * @param name of the limit; empty where the fields name none
 * @param reset as it was written; empty if it was not
 * @param windowSeconds the window's length, where the response says it
 */
record Reading(
    String family,
    String name,
    OptionalLong limit,
    OptionalLong remaining,
    String reset,
    OptionalLong windowSeconds) {

  Reading withWindow(OptionalLong value) {
    return new Reading(family, name, limit, remaining, reset, value);
  }

  /** How well it serves to count by; the best of a response is followed. */
  int rank() {
    int rank = 0;
    rank += limit.isPresent() && remaining.isPresent() ? 16 : 0;
    rank += name.isEmpty() ? 8 : 0;
    rank += name.contains("request") ? 4 : 0;
    rank += family.toLowerCase(Locale.ROOT).startsWith("x-") ? 2 : 0;
    rank += reset.isEmpty() ? 0 : 1;
    return rank;
  }
}
