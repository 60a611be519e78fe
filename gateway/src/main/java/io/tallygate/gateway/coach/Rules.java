package io.tallygate.gateway.coach;

import java.util.Comparator;
import java.util.List;

/** All rules. */
final class Rules {

  static final List<Rule> ALL =
      List.of(
          new PollRule(), new CacheRule(), new BackOffRule(), new SpreadRule(), new FaultRule());

  /** How many findings one gets to hear; there are not more that could be acted on. */
  static final int FINDINGS_MAX = 20;

  private Rules() {}

  /** What costs most first. */
  static List<Finding> findings(Seen seen) {
    return ALL.stream()
        .flatMap(rule -> rule.findings(seen).stream())
        .sorted(
            Comparator.comparingLong((Finding one) -> one.figures().get(0).value())
                .reversed()
                .thenComparing(Finding::subject))
        .limit(FINDINGS_MAX)
        .toList();
  }
}
