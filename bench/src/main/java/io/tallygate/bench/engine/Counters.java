package io.tallygate.bench.engine;

import java.util.function.IntPredicate;

/** Counters of many keys, behind one of the limiters that are compared. */
interface Counters extends AutoCloseable {

  /** Decides a call of the key with this index; for one thread. */
  IntPredicate forThread();

  @Override
  default void close() {}
}
