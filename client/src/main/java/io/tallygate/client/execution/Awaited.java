package io.tallygate.client.execution;

import java.util.concurrent.CompletableFuture;

/** One execution that is awaited. Guarded by the lock of its {@link Executions}. */
final class Awaited<T> {

  final String id;
  final CompletableFuture<T> outcome = new CompletableFuture<>();
  final long startedNanos;
  long dueNanos;

  /** Which of those with one due was first. */
  final long sequence;

  int waiters;
  int failures;

  Awaited(String id, long startedNanos, long sequence) {
    this.id = id;
    this.startedNanos = startedNanos;
    this.sequence = sequence;
  }

  int compareTo(Awaited<T> other) {
    long apart = dueNanos - other.dueNanos;
    return apart == 0 ? Long.compare(sequence, other.sequence) : Long.signum(apart);
  }
}
