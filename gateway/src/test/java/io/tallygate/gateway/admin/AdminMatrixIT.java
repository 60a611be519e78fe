package io.tallygate.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.coach.Coach;
import io.tallygate.gateway.key.IssuedToken;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.usage.trial.Trials;
import io.tallygate.testing.RawClient.Response;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the admin API, by whoever must not do it, and by whoever may. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
final class AdminMatrixIT {

  private static final Trials NO_TRIALS =
      (policy, term) -> {
        throw new AssertionError("only the table is looked at");
      };

  private ApiFixture api;
  private Calls calls;
  private String expired;
  private String revoked;

  /** How somebody asks who must be refused. */
  private record Stranger(String name, String refusal, UnaryOperator<ApiRequest> asks) {

    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  void start(@TempDir Path folder) {
    api = new ApiFixture(folder.resolve("data"));
    calls = new Calls(api);
    expired = api.token(Role.ADMIN, api.ticker.second() + 1);
    api.ticker.skip(Duration.ofSeconds(1)); // the first second at which it is refused
    IssuedToken ended = api.all.tokens().create("ended", Role.ADMIN, Life.NO_END);
    api.all.tokens().revoke(ended.token().id());
    revoked = ended.secret();
  }

  @AfterAll
  void stop() {
    api.close();
  }

  private static List<Operation> operations() {
    return Operations.all(() -> 0, NO_TRIALS, Coach.OFF);
  }

  private List<Stranger> strangers() {
    String admin = api.token(Role.ADMIN);
    String unknown = new KeyFormat("tallygate_admin_").issue(new SecureRandom(new byte[] {1}));
    String key = api.all.keys().create(NewKey.of("k"), new KeyFormat("vg_key_")).secret();
    return List.of(
        new Stranger("no token", "401 missing_token", request -> request),
        new Stranger(
            "basic", "401 missing_token", it -> it.with("Authorization", "Basic " + admin)),
        new Stranger("bare token", "401 missing_token", it -> it.with("Authorization", admin)),
        new Stranger("empty", "401 missing_token", it -> it.with("Authorization", "Bearer  ")),
        new Stranger("wrong token", "401 invalid_token", it -> it.withToken("sesame")),
        new Stranger("unknown token", "401 invalid_token", it -> it.withToken(unknown)),
        new Stranger("almost", "401 invalid_token", it -> it.withToken(admin + "0")),
        new Stranger("two tokens", "401 invalid_token", it -> it.withToken(admin + " " + admin)),
        new Stranger("API key", "401 invalid_token", it -> it.withToken(key)),
        new Stranger("expired token", "401 invalid_token", it -> it.withToken(expired)),
        new Stranger("revoked token", "401 invalid_token", it -> it.withToken(revoked)),
        new Stranger(
            "foreign host",
            "421 foreign_host",
            it -> it.withToken(admin).with("Host", "rebound.example")));
  }

  private Stream<Arguments> refusals() {
    List<Arguments> refusals = new ArrayList<>();
    List<Stranger> strangers = strangers();
    for (Operation operation : operations()) {
      strangers.forEach(it -> refusals.add(Arguments.of(operation.id(), it)));
      for (Role role : Role.values()) {
        if (!role.includes(operation.role())) {
          String token = api.token(role);
          refusals.add(
              Arguments.of(
                  operation.id(),
                  new Stranger("role " + role, "403 role_too_low", it -> it.withToken(token))));
        }
      }
    }
    return refusals.stream();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("refusals")
  void refused_changesNothing(String id, Stranger stranger) {
    Operation operation =
        operations().stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
    api.ticker.skip(Duration.ofMinutes(2)); // new windows of the limits
    ApiRequest request = stranger.asks().apply(calls.of(operation));
    String before = api.dump();

    Response response = api.client().call(request);

    assertThat(response.field("Content-Type")).isEqualTo("application/problem+json");
    assertThat(response.status() + " " + code(response)).isEqualTo(stranger.refusal());
    assertThat(response.field("WWW-Authenticate"))
        .isEqualTo(response.status() == 401 ? "Bearer" : "");
    assertThat(api.dump()).isEqualTo(before);
  }

  private static String code(Response response) {
    return Shapes.MAPPER.readTree(response.body()).get("code").stringValue();
  }

  private Stream<String> ids() {
    return operations().stream().map(Operation::id);
  }

  @ParameterizedTest
  @MethodSource("ids")
  void leastRole_isEnough(String id) {
    Operation operation =
        operations().stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
    api.ticker.skip(Duration.ofMinutes(2));
    ApiRequest request = calls.of(operation).withToken(api.token(operation.role()));
    long audited = api.count("audit");

    Response response = api.client().call(request);

    assertThat(response.status()).as(response.body()).isEqualTo(operation.success());
    boolean isAudited =
        operation.method() != Operation.Method.GET && !Set.of("drainKey", "tryPolicy").contains(id);
    assertThat(api.count("audit") - audited).isEqualTo(isAudited ? 1 : 0);
  }
}
