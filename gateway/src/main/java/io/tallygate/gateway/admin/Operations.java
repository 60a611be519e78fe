package io.tallygate.gateway.admin;

import io.tallygate.gateway.coach.Coach;
import io.tallygate.gateway.usage.trial.Trials;
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
   * @param trials of edited policies
   */
  static List<Operation> all(LongSupplier nowSecond, Trials trials, Coach coach) {
    return Stream.of(
            CoachOperations.all(coach),
            UsageOperations.all(nowSecond),
            KeyOperations.all(nowSecond),
            LimitOperations.all(),
            OwnerOperations.all(),
            PlanOperations.all(),
            TokenOperations.all(nowSecond),
            AlertOperations.all(),
            TrialOperations.all(trials, nowSecond),
            ReadOperations.all())
        .flatMap(List::stream)
        .toList();
  }
}
