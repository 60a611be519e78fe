package io.tallygate.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tallygate.gateway.admin.ApiProblem.Code;
import io.tallygate.gateway.admin.Operation.Doc;
import io.tallygate.gateway.admin.Operation.Method;
import io.tallygate.gateway.admin.Operation.WaitingWork;
import io.tallygate.gateway.admin.Operation.Work;
import io.tallygate.gateway.admin.Retries.Named;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.IssuedToken;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.key.Version;
import io.tallygate.gateway.usage.Usage;
import io.tallygate.gateway.usage.UsageStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RetriesTest {

  private static final Actor ACTOR = new Actor(Actor.Kind.TOKEN, "t");

  @TempDir Path folder;
  private final AtomicInteger done = new AtomicInteger();
  private ApiFixture api;
  private AdminStore store;
  private UsageStore usage;
  private Retries retries;
  private IssuedToken token;

  @BeforeEach
  void open() {
    api = new ApiFixture(folder.resolve("data"));
    store = api.store();
    usage = store.usage();
    retries = new Retries(store);
    token = api.all.tokens().create("t", Role.ADMIN, Life.NO_END);
  }

  @AfterEach
  void close() {
    usage.close();
    store.close();
    api.close();
  }

  private Named named(String name, String request) {
    return new Named(token.token().id(), token.secret(), name, request);
  }

  private Result once(Named named, Work work) {
    Doc doc = Doc.of("Does it.", "", "", 201);
    return retries.once(
        named,
        new Operation("doIt", Method.POST, "/it", Role.ADMIN, doc, work),
        new ApiCall(
            new ApiCall.Means(
                store.as(ACTOR), store.alerts(ACTOR), new Usage(Optional.empty(), usage)),
            Map.of(),
            Map.of(),
            "",
            ""));
  }

  private Result count(ApiCall call) {
    return new Result(
        Shapes.object().put("done", done.incrementAndGet()).put("secret", "s3cr3t"),
        Optional.of(new Version(7)),
        "/v1/it/1");
  }

  @Test
  void once_again_givesTheWholeAnswerAgain() {
    for (Work work : List.of((Work) this::count, (WaitingWork) this::count)) {
      Named named = named("n" + done.get(), "r");

      Result first = once(named, work);
      Result again = once(named, work);

      assertThat(again).isEqualTo(first);
      assertThat(again.location()).isEqualTo("/v1/it/1");
      assertThat(again.version()).contains(new Version(7));
    }
    assertThat(done).hasValue(2);
    assertThat(api.dump()).doesNotContain("s3cr3t");
  }

  @Test
  void once_otherRequest_isRefusedAndNotDone() {
    once(named("n", "r"), this::count);

    ApiProblem problem =
        catchThrowableOfType(ApiProblem.class, () -> once(named("n", "r2"), this::count));

    assertThat(problem.code()).isEqualTo(Code.RETRY_DIFFERS);
    assertThat(problem.field()).isEqualTo("Idempotency-Key");
    assertThat(done).hasValue(1);
  }

  @Test
  void once_failsAfterAChange_leavesNothing() {
    Work failing =
        call -> {
          call.all().plans().create("pro", List.of(Calls.rule(7)));
          throw new IllegalStateException("broken");
        };
    String before = api.dump();

    assertThatThrownBy(() -> once(named("n", "r"), failing)).hasMessage("broken");

    assertThat(api.dump()).isEqualTo(before);
    assertThat(once(named("n", "r"), this::count).body().get("done").intValue()).isEqualTo(1);
  }

  @Test
  void once_failsWhileItWaits_canBeRepeated() {
    WaitingWork failing =
        call -> {
          throw new IllegalStateException("broken");
        };

    assertThatThrownBy(() -> once(named("n", "r"), failing)).hasMessage("broken");

    assertThat(api.count("idempotency")).isZero();
  }

  @Test
  void once_whileItWaits_isRefused() {
    WaitingWork nested = call -> once(named("n", "r"), (WaitingWork) this::count);

    ApiProblem problem =
        catchThrowableOfType(ApiProblem.class, () -> once(named("n", "r"), nested));

    assertThat(problem.code()).isEqualTo(Code.RETRY_IN_PROGRESS);
    assertThat(done).hasValue(0);
  }

  @Test
  void named_badName_isRefused() {
    for (String name : List.of("", "a b", "a\n", "\u00e9", "x".repeat(256))) {
      assertThatThrownBy(() -> named(name, "r"))
          .hasMessage("idempotency-key must have 1 to 255 characters, printable ASCII");
    }
    assertThat(named("!~" + "x".repeat(253), "r")).hasToString(token.token().id());
  }
}
