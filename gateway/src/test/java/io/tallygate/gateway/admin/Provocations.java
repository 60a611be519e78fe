package io.tallygate.gateway.admin;

import static io.tallygate.gateway.admin.Calls.json;

import io.tallygate.gateway.alert.Alerts;
import io.tallygate.gateway.alert.SubscriptionChange;
import io.tallygate.gateway.key.KeyChange;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.key.Tokens;
import io.tallygate.gateway.key.Version;
import io.tallygate.testing.RawClient.Response;
import io.tallygate.webhooks.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/** How each operation is made to answer each status that it documents. */
final class Provocations {

  private static final String NO_KEY = "key_000000000000";
  private static final String NO_OWNER = "own_000000000000";

  private final ApiFixture api;
  private final Calls calls;

  Provocations(ApiFixture api) {
    this.api = api;
    this.calls = new Calls(api);
  }

  /** Calls an operation so that it should answer with a status. */
  Response provoke(Operation operation, int status) {
    api.ticker.skip(Duration.ofMinutes(2)); // new windows of the limits
    ApiRequest done = calls.of(operation).withToken(api.token(operation.role()));
    return switch (status) {
      case 200, 201 -> call(done);
      case 304 -> call(done.with("If-None-Match", call(done).field("ETag")));
      case 400 -> call(done.withQuery("surprise=1"));
      case 401 -> call(done.withToken("sesame"));
      case 403 -> call(done.withToken(api.token(below(operation.role()))));
      case 404 -> call(unknown(operation, done));
      case 409 -> call(inConflict(operation, done));
      case 412 -> call(done.with("If-Match", "\"1\""));
      case 413 -> call(done.withBody("x".repeat(AdminApi.BODY_BYTES_MAX + 1)));
      case 415 -> call(done.with("Content-Type", "text/plain"));
      case 421 -> call(done.with("Host", "rebound.example:80"));
      case 422 -> repeatedOtherwise(done.with(Retries.FIELD, calls.name()));
      case 429 -> tooOften(operation, done);
      case 503 -> withoutDatabase(done);
      default -> throw new AssertionError("nobody knows how to provoke " + status);
    };
  }

  private Response call(ApiRequest request) {
    return api.client().call(request);
  }

  private static Role below(Role role) {
    return role == Role.ADMIN ? Role.OPERATE : Role.READ;
  }

  private ApiRequest unknown(Operation operation, ApiRequest done) {
    return switch (operation.id()) {
      case "createKey" -> done.withBody(json("{'name':'x','owner':'%s'}", NO_OWNER));
      case "importKey" -> done.withBody(done.body().replace("}", ",\"plan\":\"none\"}"));
      case "createOwner" -> done.withBody(json("{'name':'x','plan':'none'}"));
      case "createSubscription" ->
          done.withBody(done.body().replaceAll("own_[0-9A-Za-z]{12}", NO_OWNER));
      case "setLimit" -> done.withBody(json("{'subject':'%s','limit':'tools','count':7}", NO_KEY));
      case "listLimits" -> done.withQuery("subject=" + NO_KEY);
      case "removeLimit" -> done.withPath("/v1/limits?subject=" + calls.key() + "&limit=tools");
      default ->
          done.withPath(
              done.path()
                  .replaceAll("key_[0-9A-Za-z]{12}", NO_KEY)
                  .replaceAll("own_[0-9A-Za-z]{12}", NO_OWNER)
                  .replaceAll("ep_[0-9A-Za-z]{16}", "ep_0000000000000000")
                  .replaceAll("tok_[0-9A-Za-z]{12}", "tok_000000000000")
                  .replaceAll("plans/.*", "plans/none"));
    };
  }

  private ApiRequest inConflict(Operation operation, ApiRequest done) {
    return switch (operation.id()) {
      case "importKey", "createPlan" -> again(done);
      case "changeKey" -> done.withPath("/v1/keys/" + revoked());
      case "rotateKey" -> done.withPath("/v1/keys/" + revoked() + "/rotate");
      case "drainKey" -> done.withBody(json("{'group':'%s'}", ApiFixture.UNDRAINABLE));
      case "rotateSubscription" -> done.withPath("/v1/subscriptions/" + disabled() + "/rotate");
      case "testSubscription" -> done.withPath("/v1/subscriptions/" + disabled() + "/test");
      case "replayDelivery" -> again(done);
      case "removePlan" -> done.withPath("/v1/plans/" + planInUse());
      default -> full(operation, done);
    };
  }

  private ApiRequest again(ApiRequest done) {
    call(done);
    return done;
  }

  private String revoked() {
    String key = calls.key();
    api.all.keys().change(key, List.of(new KeyChange.Revoke()), Version.ANY);
    return key;
  }

  private String disabled() {
    String id = calls.subscription();
    api.alerts().change(id, List.of(new SubscriptionChange.Disable()));
    return id;
  }

  private String planInUse() {
    String plan = calls.plan();
    api.all.keys().change(calls.key(), List.of(new KeyChange.SetPlan(plan)), Version.ANY);
    return plan;
  }

  /** As many as there may be of what the operation makes. */
  private ApiRequest full(Operation operation, ApiRequest done) {
    String numbers =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s) ";
    switch (operation.id()) {
      case "createToken" ->
          api.execute(
              "INSERT INTO admin_token (id, name, role, hash, created_second, expiry_second) "
                  + numbers.formatted(Tokens.TOKENS_MAX)
                  + "SELECT 'tok_' || i, 'full', 'READ', randomblob(32), 0, 0 FROM n");
      case "createSubscription" ->
          api.execute(
              "INSERT INTO webhook_endpoint (id, owner, url, events, secret, created_millis) "
                  + numbers.formatted(Alerts.SUBSCRIPTIONS_MAX)
                  + "SELECT 'full' || i, '"
                  + done.body().replaceAll(".*(own_[0-9A-Za-z]{12}).*", "$1")
                  + "', 'https://full.example/', 'limit.refused', '"
                  + Secret.random(new SecureRandom()).text()
                  + "', 0 FROM n");
      case "createKey" ->
          api.execute(
              "INSERT INTO api_key (id, last_four, name, name_folded, metadata, state,"
                  + " created_second, expiry_second, change) "
                  + numbers.formatted(100_000)
                  + "SELECT 'full' || i, '', 'full', 'full', '{}', 'REVOKED', 0, 0, 0 FROM n");
      case "createOwner" ->
          api.execute(
              "INSERT INTO owner (id, name, name_folded, metadata, state, created_second, change) "
                  + numbers.formatted(100_000)
                  + "SELECT 'full' || i, 'full', 'full', '{}', 'ACTIVE', 0, 0 FROM n");
      case "setLimit" ->
          api.execute(
              "INSERT INTO limit_grant (subject, group_name, limit_name, count, from_second,"
                  + " until_second, reason, created_second) "
                  + numbers.formatted(1_000)
                  + "SELECT substr('"
                  + done.body()
                  + "', 13, 16), 'g' || i, 'g' || i, 1, 0, 9, '', 0 FROM n");
      default -> throw new AssertionError("nobody knows what stands against " + operation.id());
    }
    return done;
  }

  /** What was made to fill the tables goes again. */
  void tidy() {
    api.execute("DELETE FROM webhook_endpoint WHERE url = 'https://full.example/'");
    api.execute("DELETE FROM admin_token WHERE name = 'full'");
    api.execute("DELETE FROM api_key WHERE name = 'full'");
    api.execute("DELETE FROM owner WHERE name = 'full'");
  }

  private Response repeatedOtherwise(ApiRequest done) {
    call(done);
    return call(done.withBody(done.body() + " "));
  }

  private Response tooOften(Operation operation, ApiRequest done) {
    String secret = api.token(operation.role());
    for (long i = Doorkeeper.CALLS.count(); i > 0; i--) {
      api.client().send(ApiRequest.of("GET", "/v1/policy?surprise=1").withToken(secret));
    }
    return call(done);
  }

  private Response withoutDatabase(ApiRequest done) {
    Response[] response = new Response[1];
    api.withoutDatabase(() -> response[0] = call(done));
    return response[0];
  }
}
