package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.GatewayConfig.Sight;
import io.tallygate.gateway.GatewayConfig.Switches;
import io.tallygate.gateway.coach.CoachConfig;
import io.tallygate.gateway.coach.Finding;
import io.tallygate.gateway.coach.Practice;
import io.tallygate.gateway.coach.Review;
import io.tallygate.policy.Gate;
import io.tallygate.testing.RawClient;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the coach sees of calls that go through a gateway: bodies that are the same, and are not.
 */
@Timeout(60)
final class CoachIT {

  private static final String LIST = "/v1/lists";

  private static Review review(Fixture fixture, String key, int calls) throws Exception {
    String id = fixture.keys.key(key).id();
    Awaited.until(() -> fixture.gateway.coach().review(id).calls() == calls);
    return fixture.gateway.coach().review(id);
  }

  /** Each line is asked for by turns, as {@code X-Want}; how often it was found unchanged. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET  | bytes=1            | 11
          GET  | bytes=1000         | 11
          GET  | bytes=262144       | 11
          GET  | bytes=262145       | 0
          GET  | bytes=0            | 0
          GET  | bytes=999 bytes=1000 | 0
          GET  | 200                | 11
          GET  | 201                | 0
          GET  | 304                | 0
          GET  | 500                | 0
          HEAD | 200                | 0
          POST | 200                | 0
          """)
  void answers_thatWereTheSame_areCounted(String method, String wanted, long unchanged)
      throws Exception {
    try (Fixture fixture = new Fixture()) {
      fixture.keys.add("k");
      String[] wants = wanted.split(" ", -1);
      try (RawClient client = fixture.client()) {
        for (int i = 0; i < 12; i++) {
          client.call(
              method, LIST, "Authorization: Bearer k", "X-Want: " + wants[i % wants.length]);
        }
      }

      Review review = review(fixture, "k", 12);

      if (unchanged == 0) {
        assertThat(review.findings()).isEmpty();
      } else {
        assertThat(review.findings()).hasSize(1);
        Finding finding = review.findings().get(0);
        assertThat(finding.practice()).isEqualTo(Practice.CACHE);
        assertThat(finding.figures())
            .contains(
                new Finding.Figure("unchanged", unchanged), new Finding.Figure("fetched", 12));
      }
    }
  }

  @Test
  void answers_cutShort_areNotCompared() throws Exception {
    try (Fixture fixture = new Fixture()) {
      fixture.keys.add("k");
      List<String> fields = List.of("Authorization: Bearer k", "X-Want: half");
      for (int i = 0; i < 12; i++) {
        try (RawClient client = fixture.client()) {
          client.send(RawClient.head("GET", LIST, fields));
          assertThat(client.in().readAllBytes()).isNotEmpty();
        }
      }

      assertThat(review(fixture, "k", 12).findings()).isEmpty();
    }
  }

  /** One key's answers say nothing of another's, and who has no key is nobody. */
  @Test
  void keys_areSeenApart() throws Exception {
    try (Fixture fixture = new Fixture()) {
      fixture.keys.add("k0");
      fixture.keys.add("k1");
      for (int i = 0; i < 12; i++) {
        fixture.call("k" + i % 2, "GET", LIST);
        try (RawClient client = fixture.client()) {
          client.call("GET", "/docs/x");
        }
      }

      assertThat(review(fixture, "k0", 6).findings()).isEmpty();
      assertThat(review(fixture, "k1", 6).findings()).isEmpty();
      assertThat(fixture.gateway.coach().review("").state()).isEqualTo(Review.State.NOTHING_SEEN);
      assertThat(fixture.metric("tallygate_coach_callers")).isEqualTo(2);
      assertThat(fixture.metric("tallygate_coach_calls_overlooked_total")).isZero();
    }
  }

  @Test
  void coach_switchedOff_keepsNothing() throws IOException {
    Switches off = new Switches(false, false, Sight.DEFAULT.withCoach(new CoachConfig(false)));
    try (Fixture fixture = new Fixture(Fixture.policy(Gate.DEFAULT), Fixture.with(off))) {
      fixture.call(fixture.keys.add("k"), "GET", LIST);

      String id = fixture.keys.key("k").id();
      assertThat(fixture.gateway.coach().review(id))
          .isEqualTo(new Review(id, Review.State.OFF, 0, 0, List.of()));
    }
  }
}
