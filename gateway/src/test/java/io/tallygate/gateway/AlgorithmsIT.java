package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Target;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.page.PageForm;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.time.Duration;
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
            timed:
              limit: 4/hour sliding
              endpoints:
                - GET /timed
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

  /** An hour lasts four seconds: of four calls three weigh three once a quarter of it is over. */
  @Test
  void slidingLimit_refused_saysWhenACallPasses_andThenItDoes() throws IOException {
    GatewayConfig config = PageIT.ON;
    GatewayConfig fast =
        new GatewayConfig(
            config.listen(),
            config.upstream(),
            config.authentication(),
            config.bounds(),
            Duration.ofSeconds(4),
            config.switches());
    try (Fixture fixture = new Fixture(POLICY, fast)) {
      for (int tries = 1; ; tries++) {
        String key = fixture.keys.add("k" + tries);
        Response first = fixture.call(key, "GET", "/timed");
        Response passed = first;
        for (int used = 1; used < 4; used++) {
          passed = fixture.call(key, "GET", "/timed");
        }
        long before = millis();
        Response refused = fixture.call(key, "GET", "/timed");
        long after = millis();
        boolean oneWindow = refused.reset() == first.reset() && passed.reset() == first.reset();
        if (oneWindow || tries == 5) { // else the window ended meanwhile
          assertThat(passed.status()).isEqualTo(200);
          assertThat(passed.remaining()).isZero();
          long free = refused.reset() * 1_000 + 1_000;
          assertSaysWhen(refused, free - after - 1, free - before);
          assertPassesThen(fixture, key, after + 1_000 * refused.number("Retry-After"), free);
          return;
        }
      }
    }
  }

  /** That it names the time in whole seconds, at most so many milliseconds from now. */
  private static void assertSaysWhen(Response refused, long leastMillis, long mostMillis) {
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.remaining()).isZero();
    assertThat(refused.reset() % 4).isZero();
    assertThat(refused.number("Retry-After"))
        .isBetween(
            Math.floorDiv(leastMillis + 999, 1_000L), Math.floorDiv(mostMillis + 999, 1_000L));
    assertThat(refused.field("RateLimit-Policy"))
        .startsWith("\"timed\";q=4;w=4;qu=\"requests\";pk=");
    assertThat(refused.field("RateLimit"))
        .startsWith("\"timed\";r=0;t=" + refused.field("Retry-After") + ";pk=");
  }

  private static void assertPassesThen(Fixture fixture, String key, long thenMillis, long free)
      throws IOException {
    Awaited.until(() -> millis() >= thenMillis - 1_000);
    Response early = fixture.call(key, "GET", "/timed");
    if (millis() < free) { // it was decided before
      assertThat(early.status()).isEqualTo(429);
      Awaited.until(() -> millis() >= thenMillis);
      early = fixture.call(key, "GET", "/timed");
    }
    assertThat(early.status()).isEqualTo(200);
  }

  private static long millis() {
    return System.currentTimeMillis();
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
