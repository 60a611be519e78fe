package io.tallygate.gateway.alert;

import io.tallygate.policy.AlgorithmWords;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The bodies of events, as the reference page describes them. They bear no secret. */
public final class Payload {

  private static final JsonMapper MAPPER = new JsonMapper();

  private Payload() {}

  private static ObjectNode of(EventKind kind, long micros) {
    return MAPPER
        .createObjectNode()
        .put("type", kind.text())
        .put("time", Instant.ofEpochMilli(micros / 1_000).toString());
  }

  private static String second(long second) {
    return Instant.ofEpochSecond(second).toString();
  }

  static String limit(Crossing crossing, String owner) {
    boolean refused = crossing.threshold() == 0;
    ObjectNode body =
        of(refused ? EventKind.LIMIT_REFUSED : EventKind.LIMIT_USED, crossing.atMicros());
    body.put("owner", owner.isEmpty() ? null : owner).put("key", crossing.occasion().subject());
    body.put("group", crossing.occasion().group());
    if (crossing.endpoint() != null) {
      body.put("endpoint", crossing.endpoint());
    }
    Crossing.State state = crossing.state();
    body.put("limit", state.name()).put("algorithm", AlgorithmWords.of(state.algorithm()));
    if (!refused) {
      body.put("threshold", crossing.threshold());
    }
    body.put("used", state.used()).put("count", state.count());
    return body.put("reset", second(state.resetSecond())).toString();
  }

  static String expiring(Expiring key, long micros) {
    return of(EventKind.KEY_EXPIRING, micros)
        .put("owner", key.owner().isEmpty() ? null : key.owner())
        .put("key", key.key())
        .put("expires", second(key.expirySecond()))
        .toString();
  }

  static String down(String upstream, long sinceMicros, long micros) {
    return of(EventKind.UPSTREAM_DOWN, micros)
        .put("upstream", upstream)
        .put("since", Instant.ofEpochMilli(sinceMicros / 1_000).toString())
        .toString();
  }

  static String up(String upstream, long micros) {
    return of(EventKind.UPSTREAM_UP, micros).put("upstream", upstream).toString();
  }

  /** An event that somebody asked for. */
  public static String test(Subscription subscription, long micros) {
    return of(EventKind.TEST, micros)
        .put("owner", subscription.owner().isEmpty() ? null : subscription.owner())
        .put("subscription", subscription.id())
        .toString();
  }
}
