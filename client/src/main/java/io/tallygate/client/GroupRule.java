package io.tallygate.client;

import java.net.http.HttpRequest;
import java.util.Optional;

/**
 * Says which limit a request will meet, for a program that knows. Must be quick and thread-safe.
 */
@FunctionalInterface
public interface GroupRule {

  /** The client learns by itself which endpoints share a limit. */
  GroupRule LEARNED = request -> Optional.empty();

  /** The group's name; empty for what the client shall learn by itself. */
  Optional<String> group(HttpRequest request);
}
