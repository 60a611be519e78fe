package io.tallygate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.call.EndedCall;
import io.tallygate.gateway.upstream.UpstreamHealth.Seen;
import io.tallygate.gateway.upstream.UpstreamHealth.State;
import io.tallygate.policy.ErrorCode;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What calls show of the API; end to end it is UpstreamAlertsIT. */
final class UpstreamHealthTest {

  private static final long SECOND = 1_000_000; // microseconds

  private final UpstreamHealth health = new UpstreamHealth(Duration.ofSeconds(10));

  private void call(long second, @Nullable ErrorCode answered, long upstreamNanos) {
    Map<String, Object> facts = new HashMap<>();
    facts.put("answered", answered);
    facts.put("status", answered == null ? 200 : answered.status());
    facts.put("upstreamNanos", upstreamNanos);
    facts.put("startedMicros", second * SECOND);
    facts.put("nanos", 0L);
    Object call =
        Proxy.newProxyInstance(
            EndedCall.class.getClassLoader(),
            new Class<?>[] {EndedCall.class},
            (proxy, method, arguments) -> facts.get(method.getName()));
    health.ended((EndedCall) call);
  }

  private void fail(long second) {
    call(second, ErrorCode.UPSTREAM_UNREACHABLE, 0);
  }

  @Test
  void failures_forLongEnough_areAnOutage_andAnAnswerEndsIt() {
    call(100, null, 5);
    assertThat(health.seen().state()).isEqualTo(State.ANSWERING);
    fail(101);
    fail(105);
    fail(110);
    assertThat(health.seen().state()).as("nine seconds").isEqualTo(State.FAILING);
    fail(111);
    assertThat(health.seen())
        .isEqualTo(new Seen(State.DOWN, 101 * SECOND, 111, "upstream_unreachable"));
    call(112, null, 5);
    assertThat(health.seen().state()).isEqualTo(State.ANSWERING);
  }

  @Test
  void failures_tooFew_areNoOutageHoweverFarApart() {
    fail(100);
    fail(900);
    assertThat(health.seen().state()).isEqualTo(State.FAILING);
    fail(901);
    assertThat(health.seen().state()).isEqualTo(State.DOWN);
  }

  @Test
  void failure_inTheSecondOfAnAnswer_isSeen() {
    call(100, null, 5);
    fail(100);
    assertThat(health.seen().isFailing()).isTrue();
    call(100, null, 5);
    assertThat(health.seen()).isEqualTo(new Seen(State.ANSWERING, 0, 100, "upstream_unreachable"));
  }

  @Test
  void answersOfTheGatewayItself_sayNothingOfTheApi() {
    call(100, null, 0); // the page of limits
    assertThat(health.seen().state()).isEqualTo(State.UNKNOWN);
    fail(101);
    fail(105);
    call(106, null, 0);
    call(107, ErrorCode.RATE_LIMITED, 0);
    fail(111);
    assertThat(health.seen().state()).isEqualTo(State.DOWN);
  }
}
