package io.tallygate.gateway.admin;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** All that the admin API does: reading this table is reading the API. */
final class Operations {

  private Operations() {}

  /**
   * All of them; what is more specific stands first.
   *
   * @param nowSecond at which states are meant
   */
  static List<Operation> all(LongSupplier nowSecond) {
    return Stream.of(
            UsageOperations.all(nowSecond),
            KeyOperations.all(nowSecond),
            LimitOperations.all(),
            OwnerOperations.all(),
            PlanOperations.all(),
            TokenOperations.all(nowSecond),
            ReadOperations.all())
        .flatMap(List::stream)
        .toList();
  }
}
