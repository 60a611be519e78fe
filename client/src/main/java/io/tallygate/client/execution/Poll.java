package io.tallygate.client.execution;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks the server for one execution, by one request. Must be thread-safe, and not block. */
@FunctionalInterface
public interface Poll<T> {

  /**
   * What came of it; empty while it still runs. A future that fails with an {@code IOException} is
   * asked for again, any other failure is what came of it.
   */
  CompletableFuture<Optional<T>> poll(String id);
}
