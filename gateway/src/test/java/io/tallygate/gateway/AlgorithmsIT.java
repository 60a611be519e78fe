package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Target;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.page.PageForm;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits that count otherwise than in windows, as callers see them. */
@Timeout(60)
final class AlgorithmsIT {

  private static final PolicyFile POLICY =
      PolicyFile.parse(
          "algorithms",
          """
          groups:
            paced:
              limit: 36/hour smooth, burst 3
              endpoints:
                - GET /paced
            slid:
              limit: 2/day sliding
              endpoints:
                - GET /slid
            held:
              limit: 4 in flight
              endpoints:
                - GET /held
          other: 9/hour
          """);

  @Test
  void smoothLimit_showsItsBurst_andTheNextUnit() throws IOException {
    try (Fixture fixture = new Fixture(POLICY, PageIT.ON)) {
      String key = fixture.keys.add("k1");
      long before = System.currentTimeMillis() / 1_000;
      for (int left = 2; left >= 0; left--) {
        Response passed = fixture.call(key, "GET", "/paced");
        assertThat(passed.status()).isEqualTo(200);
        assertThat(passed.limit()).isEqualTo(3);
        assertThat(passed.remaining()).isEqualTo(left);
      }

      Response refused = fixture.call(key, "GET", "/paced");

      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.number("Retry-After")).isBetween(80L, 100L); // one in 100 s
      assertThat(refused.reset()).isBetween(before + 290, before + 330);
      assertThat(refused.field("RateLimit-Policy"))
          .startsWith("\"paced\";q=3;w=300;qu=\"requests\";pk=");
      assertThat(refused.field("RateLimit"))
          .startsWith("\"paced\";r=0;t=" + refused.field("Retry-After") + ";pk=");
    }
  }

  @Test
  void slidingLimit_showsItsNumber_andTheEndOfTheDay() throws IOException {
    try (Fixture fixture = new Fixture(POLICY, PageIT.ON)) {
      String key = fixture.keys.add("k1");
      Response first = fixture.call(key, "GET", "/slid");

      assertThat(first.limit()).isEqualTo(2);
      assertThat(first.remaining()).isEqualTo(1);
      assertThat(first.reset() % 86_400).isZero();
      assertThat(first.field("RateLimit-Policy"))
          .startsWith("\"slid\";q=2;w=86400;qu=\"requests\";pk=");
    }
  }

  @Test
  void override_changesTheRateOrThePlaces_andThePageShowsBoth() throws IOException {
    try (Fixture fixture = new Fixture(POLICY, PageIT.ON)) {
      String key =
          fixture.keys.add(
              "k1",
              LimitRule.always(Target.of("paced"), new Amount.Count(2)),
              LimitRule.always(Target.of("held"), new Amount.Count(7)));
      Response paced = fixture.call(key, "GET", "/paced");
      Response held = fixture.call(key, "GET", "/held");

      assertThat(paced.limit()).isEqualTo(2); // the burst, lowered to the rate's number
      assertThat(paced.field("RateLimit-Policy")).contains(";q=2;w=3600;");
      assertThat(held.limit()).isEqualTo(7);
      assertThat(held.remaining()).isEqualTo(6);
      assertThat(fixture.call(key, "GET", PageForm.MARKDOWN.path()).body())
          .contains("| 2 requests/hour smooth, burst 2, in place of 36 | 1 | 1 | ")
          .contains("| 7 in flight, in place of 4 | 0 | 7 | as requests end |")
          .contains("| 2 requests/day sliding | 0 | 2 | ");
      assertThat(fixture.call(key, "GET", PageForm.JSON.path()).body())
          .contains(
              "{\"name\":\"paced\",\"count\":2,\"period\":3600,\"algorithm\":\"smooth\","
                  + "\"burst\":2,\"used\":1,\"remaining\":1,")
          .contains(
              "{\"name\":\"held\",\"count\":7,\"algorithm\":\"in-flight\",\"used\":0,"
                  + "\"remaining\":7,");
    }
  }
}
