package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.database.Database;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.database.StoredAdministration;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.key.Term;
import io.tallygate.gateway.usage.Grain;
import io.tallygate.gateway.usage.UsageQuery;
import io.tallygate.gateway.usage.UsageQuery.Who;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.testing.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Edited policies tried on real calls, by the admin API. */
@Timeout(120)
final class TrialIT {

  private static final String EDITED =
      """
      groups:
        things:
          limit: 100/hour
          endpoints: [GET /v1/things, "GET /v1/things/{id}"]
        made:
          limit: %s
          endpoints: [POST /v1/things]
      other: 100/hour
      open: [GET /docs/*]
      """;

  @TempDir Path folder;

  @Test
  void trial_ofRealCalls_saysWhoWouldHaveBeenRefused() throws IOException {
    Location location = new Location.Folder(folder.resolve("data"));
    String token = token(location);
    try (UsageTraffic traffic = new UsageTraffic(location, 1)) {
      UsageTraffic.Node node = traffic.nodes.get(0);
      for (int calls = 1; calls <= 4; calls++) { // one key once, the next twice, ...
        for (int i = 0; i < calls; i++) {
          call(node, traffic.keys.get(calls));
        }
      }
      awaitRows(node);

      // Three were admitted of each; whether a refused one would pass, its hour does not tell.
      assertThat(bounds(attempt(node, token, "2/hour"))).containsExactly(4, 2, 2);
      assertThat(bounds(attempt(node, token, "3/hour"))).containsExactly(4, 0, 1);
      assertThat(bounds(attempt(node, token, "4/hour"))).containsExactly(4, 0, 0);
      JsonNode told = attempt(node, token, "2/hour");
      assertThat(told.path("sentence").asString())
          .isEqualTo("at least 2, at most 2 callers would have been refused");
      assertThat(told.path("notes").isEmpty()).isTrue();
      assertThat(bounds(told.path("groups").get(1))).containsExactly(4, 2, 2);

      JsonNode refused = attempt(node, token, "2/fortnight");
      assertThat(refused.path("field").asString()).isEqualTo("policy");
      assertThat(refused.path("status").asInt()).isEqualTo(400);
      assertThat(refused.path("detail").asString()).contains("unit must be");
    }
  }

  private static String token(Location location) {
    try (StoredAdministration all =
        new StoredAdministration(
            Database.open(location), Ticker.SYSTEM, new Actor(Actor.Kind.COMMAND, "tester"))) {
      return all.tokens().create("tester", Role.READ, Long.MAX_VALUE).secret();
    }
  }

  private static void call(UsageTraffic.Node node, IssuedKey key) throws IOException {
    try (RawClient client = new RawClient(node.address())) {
      client.call("POST", "/v1/things", "Authorization: Bearer " + key.secret());
    }
  }

  private static void awaitRows(UsageTraffic.Node node) throws IOException {
    UsageQuery query = new UsageQuery(Who.ALL, "", Grain.HOUR, Term.ALWAYS);
    Awaited.until(
        () ->
            node.gateway().usage().orElseThrow().history().groups(query).stream()
                    .mapToLong(group -> group.counts().calls())
                    .sum()
                == 10);
  }

  private static JsonNode attempt(UsageTraffic.Node node, String token, String limit)
      throws IOException {
    String policy = JsonMapper.shared().writeValueAsString(EDITED.formatted(limit));
    String body = "{\"policy\":" + policy + "}";
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    try (RawClient admin = new RawClient(node.gateway().adminAddress())) {
      admin.send(
          RawClient.head(
                      "POST",
                      "/v1/policy/trial",
                      List.of(
                          "Authorization: Bearer " + token,
                          "Content-Type: application/json",
                          "Content-Length: " + length))
                  .replace("Host: api.example", "Host: 127.0.0.1")
              + body);
      return JsonMapper.shared().readTree(admin.read("POST").body());
    }
  }

  private static List<Integer> bounds(JsonNode node) {
    return List.of(
        node.path("callers").asInt(), node.path("atLeast").asInt(), node.path("atMost").asInt());
  }
}
