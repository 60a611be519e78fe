package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.RawClient.Response;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What passes through the proxy, and how. */
final class ProxyIT {

  @Test
  void call_withKey_reachesUpstreamAndShowsLimits() throws IOException {
    try (Fixture fixture = new Fixture()) {
      String key = fixture.keys.add("k1");

      Response response = fixture.call(key, "GET", "/v1/elsewhere?a=b");

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("{\"from\":\"upstream\"}");
      assertThat(response.limit()).isEqualTo(100);
      assertThat(response.remaining()).isEqualTo(99);
      assertThat(fixture.upstream.lastSeen().uri()).isEqualTo("/v1/elsewhere?a=b");
    }
  }
}
