package io.tallygate.gateway.coach;

import io.tallygate.gateway.coach.Finding.Figure;
import io.tallygate.gateway.coach.Seen.SeenGroup;
import java.util.ArrayList;
import java.util.List;

/** Who does not wait after a refusal. */
final class BackOffRule implements Rule {

  /** Fewer can be some processes with one key, none of which knew of the others' refusals. */
  static final long RETRIES_MIN = 20;

  /**
   * So many of a hundred calls. Threads that are each refused once at the end of a window, and then
   * wait, are up to three of a hundred; who does not wait is seven and more.
   */
  static final long PERCENT_MIN = 5;

  @Override
  public List<Finding> findings(Seen seen) {
    List<Finding> findings = new ArrayList<>();
    for (SeenGroup group : seen.groups()) {
      if (group.retries() >= RETRIES_MIN && group.retries() * 100 >= group.calls() * PERCENT_MIN) {
        String text =
            "retried %s after a 429, %s times, before its Retry-After was over"
                .formatted(Texts.duration(group.retryMillis()), Texts.count(group.retries()));
        findings.add(
            new Finding(
                Practice.BACK_OFF,
                "group " + group.name(),
                text,
                List.of(
                    new Figure("retries", group.retries()),
                    new Figure("medianMillis", group.retryMillis()),
                    new Figure("calls", group.calls()))));
      }
    }
    return findings;
  }
}
