package io.tallygate.webhooks;

import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The database of whoever uses webhooks, with the tables in it. Thread-safe. It must enforce
 * foreign keys, and let writers wait for each other; what fails is thrown unchecked, and asked
 * again.
 */
public interface Store {

  /** Does something that only reads. */
  <T> T read(Function<Handle, T> work);

  /** Does something as one transaction. */
  <T> T write(Function<Handle, T> work);

  /** With connections of their own for each work. */
  static Store of(Jdbi jdbi) {
    return new Store() {
      @Override
      public <T> T read(Function<Handle, T> work) {
        return jdbi.withHandle(work::apply);
      }

      @Override
      public <T> T write(Function<Handle, T> work) {
        return jdbi.inTransaction(work::apply);
      }
    };
  }
}
