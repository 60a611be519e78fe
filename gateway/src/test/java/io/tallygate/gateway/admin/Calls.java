package io.tallygate.gateway.admin;

import io.tallygate.gateway.alert.Wish;
import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.key.Subject;
import io.tallygate.gateway.key.Target;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A call of each operation that is done, with what must be there for it. */
final class Calls {

  private final ApiFixture api;
  private final AtomicInteger names = new AtomicInteger();

  Calls(ApiFixture api) {
    this.api = api;
  }

  /** A call that is done if the token lets it; it has none yet. */
  ApiRequest of(Operation operation) {
    String method = operation.method().name();
    return operation.method().hasBody()
        ? ApiRequest.of(method, "/v1" + path(operation.id()), body(operation.id()))
        : ApiRequest.of(method, "/v1" + path(operation.id()));
  }

  private String path(String operation) {
    return switch (operation) {
      case "listKeys", "createKey" -> "/keys";
      case "importKey" -> "/keys/import";
      case "getKey", "changeKey" -> "/keys/" + key();
      case "rotateKey" -> "/keys/" + key() + "/rotate";
      case "drainKey" -> "/keys/" + key() + "/drain";
      case "coachKey" -> "/keys/" + key() + "/coach";
      case "explainLimits" -> "/keys/" + givenKey() + "/limits?group=tools";
      case "listLimits", "setLimit" -> "/limits";
      case "removeLimit" -> "/limits?subject=" + givenKey() + "&limit=tools";
      case "listOwners", "createOwner" -> "/owners";
      case "getOwner", "changeOwner" -> "/owners/" + owner();
      case "listPlans", "createPlan" -> "/plans";
      case "getPlan", "setPlan", "removePlan" -> "/plans/" + plan();
      case "listTokens", "createToken" -> "/tokens";
      case "revokeToken" -> "/tokens/" + tokenId();
      case "listSubscriptions", "createSubscription" -> "/subscriptions";
      case "getSubscription", "changeSubscription", "removeSubscription" ->
          "/subscriptions/" + subscription();
      case "rotateSubscription" -> "/subscriptions/" + subscription() + "/rotate";
      case "testSubscription" -> "/subscriptions/" + subscription() + "/test";
      case "listDeliveries" -> "/deliveries?status=dead&subscription=" + subscription();
      case "replayDelivery" -> "/deliveries/" + deadDelivery() + "/replay";
      case "explainUsage" -> "/keys/" + key() + "/usage";
      case "listUsage" -> "/usage?by=minute";
      case "sumUsage" -> "/usage/groups?group=tools";
      case "listMoments" -> "/usage/moments?from=2026-01-01T00:00:00Z";
      case "exportUsage" -> "/usage/export";
      case "showTop" -> "/usage/top?most=5";
      case "tryPolicy" -> "/policy/trial";
      case "listAudit" -> "/audit";
      case "getPolicy" -> "/policy";
      default -> throw new AssertionError("operation needs a call here: " + operation);
    };
  }

  private String body(String operation) {
    return switch (operation) {
      case "createKey" ->
          json(
              "{'name':'%s','metadata':{'crm':'4711'},'owner':'%s','plan':'%s',"
                  + "'expires':'2030-01-01T00:00:00Z'}",
              name(), owner(), plan());
      case "importKey" -> json("{'name':'%s','sha256':'%s','lastFour':'cret'}", name(), hash());
      case "changeKey" -> json("{'name':'%s','state':'blocked','expires':null}", name());
      case "rotateKey" -> json("{'graceSeconds':60}");
      case "drainKey" -> json("{'group':'tools'}");
      case "setLimit" ->
          json(
              "{'subject':'%s','limit':'tools','factor':2.5,'from':'2026-01-01T00:00:00Z',"
                  + "'until':'2030-01-01T00:00:00Z','reason':'asked for'}",
              key());
      case "createOwner" -> json("{'name':'%s','plan':'%s'}", name(), plan());
      case "changeOwner" -> json("{'name':'%s','state':'blocked'}", name());
      case "createPlan" ->
          json(
              "{'name':'%s','limits':[{'limit':'all','factor':2},{'limit':'tools','count':7}]}",
              name());
      case "setPlan" -> json("{'limits':[{'limit':'tools','count':8}]}");
      case "createSubscription" ->
          json(
              "{'url':'https://alerts.example/%s','events':['limit.used','key.expiring'],"
                  + "'thresholds':[50,100],'owner':'%s','description':'on call'}",
              name(), owner());
      case "changeSubscription" -> json("{'events':['limit.refused'],'state':'disabled'}");
      case "rotateSubscription", "testSubscription", "replayDelivery" -> "{}";
      case "tryPolicy" ->
          json("{'policy':'other: 7/hour','from':'2026-11-24T07:00:00Z','until':null}");
      case "createToken" -> json("{'name':'%s','role':'read'}", name());
      default -> throw new AssertionError("operation needs a body here: " + operation);
    };
  }

  /** With quotes that can be read. */
  static String json(String text, Object... values) {
    return text.formatted(values).replace('\'', '"');
  }

  String name() {
    return "n" + names.incrementAndGet();
  }

  /** A new key's id. */
  String key() {
    return api.all.keys().create(NewKey.of(name()), new KeyFormat("vg_key_")).key().id();
  }

  String owner() {
    return api.all.owners().create(Description.of(name()), null).id();
  }

  String plan() {
    return api.all.plans().create(name(), List.of(rule(7))).name();
  }

  String tokenId() {
    return api.all.tokens().create(name(), Role.READ, Long.MAX_VALUE).token().id();
  }

  /** A subscription of the operator's. */
  String subscription() {
    if (api.count("webhook_endpoint") > 25) { // there is room for as many
      api.execute("DELETE FROM webhook_endpoint");
    }
    return api.alerts().create("", Wish.all("https://alerts.example/")).subscription().id();
  }

  /** A delivery that was given up. */
  String deadDelivery() {
    String id = api.alerts().test(subscription()).id();
    api.execute("UPDATE webhook_delivery SET state = 'DEAD'");
    return id;
  }

  /** A key that was given a limit. */
  String givenKey() {
    String key = key();
    api.all.grants().set(new Subject(key), rule(7), "asked for");
    return key;
  }

  static LimitRule rule(long count) {
    return LimitRule.always(Target.of("tools"), new Amount.Count(count));
  }

  /** 64 hex digits that no other call has. */
  String hash() {
    return "%064x".formatted(names.incrementAndGet());
  }
}
