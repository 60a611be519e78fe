package io.tallygate.gateway.usage;

import java.util.Optional;

/** Looks at counters as they are now, and counts nothing. Thread-safe. */
public interface Standings {

  /** With no counts of the hour; empty if no such key or proven token is known. */
  Optional<CallerStanding> of(String caller);
}
