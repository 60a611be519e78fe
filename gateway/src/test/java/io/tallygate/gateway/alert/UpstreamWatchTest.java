package io.tallygate.gateway.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.alert.UpstreamWatch.State;
import io.tallygate.gateway.call.EndedCall;
import io.tallygate.policy.ErrorCode;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What calls show of the API; end to end it is UpstreamAlertsIT. */
final class UpstreamWatchTest {

  private static final long SECOND = 1_000_000; // microseconds

  private final UpstreamWatch watch = new UpstreamWatch(Duration.ofSeconds(10));

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
    watch.ended((EndedCall) call);
  }

  private void fail(long second) {
    call(second, ErrorCode.UPSTREAM_UNREACHABLE, 0);
  }

  @Test
  void failures_forLongEnough_areAnOutage_andAnAnswerEndsIt() {
    call(100, null, 5);
    assertThat(watch.state()).isEqualTo(State.UP);
    fail(101);
    fail(105);
    fail(110);
    assertThat(watch.state()).as("nine seconds").isEqualTo(State.UNKNOWN);
    fail(111);
    assertThat(watch.state()).isEqualTo(State.DOWN);
    assertThat(watch.sinceMicros()).isEqualTo(101 * SECOND);
    call(112, null, 5);
    assertThat(watch.state()).isEqualTo(State.UP);
  }

  @Test
  void answersOfTheGatewayItself_sayNothingOfTheApi() {
    call(100, null, 0); // the page of limits
    assertThat(watch.state()).isEqualTo(State.UNKNOWN);
    fail(101);
    fail(105);
    call(106, null, 0);
    call(107, ErrorCode.RATE_LIMITED, 0);
    fail(111);
    assertThat(watch.state()).isEqualTo(State.DOWN);
  }
}
