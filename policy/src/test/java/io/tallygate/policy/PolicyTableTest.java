package io.tallygate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.policy.PolicyTable.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PolicyTableTest {

  @Test
  void text_manyGroups_isAsWritten() {
    assertThat(PolicyTable.text(Fixtures.policy("golden", "published")))
        .isEqualTo(Fixtures.text("golden/published-show.txt"));
  }

  @Test
  void text_everyField_isAsWritten() {
    assertThat(PolicyTable.text(Fixtures.policy("good", "everything")))
        .isEqualTo(Fixtures.text("golden/everything-show.txt"));
  }

  @Test
  void rows_severalLimits_areEachNamedButTheFirst() {
    assertThat(PolicyTable.rows(Fixtures.policy("good", "everything")))
        .element(1)
        .isEqualTo(
            new Row(
                "tools",
                List.of("POST /v1/tools/{tool}/*", "POST /v1/tools/run:now"),
                List.of(
                    "500 requests/hour",
                    "tools-burst: 10 requests/second",
                    "tools-daily: 2,000 requests/day"),
                "shared",
                false));
  }

  @Test
  void rows_algorithms_areReadAndShownAsTheFileHasThem() {
    assertThat(PolicyTable.rows(Fixtures.policy("good", "algorithms")))
        .flatExtracting(Row::limits)
        .containsExactly(
            "500 requests/hour",
            "reports-smooth: 100 requests/minute smooth, burst 10",
            "reports-at-once: 10 in flight",
            "5,000 requests/hour sliding",
            "4 in flight",
            "10 requests/second smooth, burst 1");
  }
}
