package io.tallygate.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.policy.PolicyFile;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RateLimitFilterTest {

  private static final PolicyFile POLICY = PolicyFile.bundled("videogen");

  private static Set<Thread> tickers() {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(thread -> !thread.getName().equals("tallygate-ticker"));
    return threads;
  }

  @Test
  void close_onceOrTwice_endsTheTickers() throws InterruptedException {
    Set<Thread> before = tickers();
    RateLimitFilter filter = RateLimitFilter.of(POLICY, request -> null);
    Set<Thread> started = tickers();
    started.removeAll(before);
    assertThat(started).isNotEmpty();

    filter.close();
    filter.destroy();

    for (Thread ticker : started) {
      ticker.join(TimeUnit.SECONDS.toMillis(10));
      assertThat(ticker.isAlive()).isFalse();
    }
  }

  @Test
  void requestOfAnotherProtocol_isRefused() {
    try (RateLimitFilter filter = RateLimitFilter.of(POLICY, request -> "id")) {
      assertThatThrownBy(
              () ->
                  filter.doFilter(
                      nothing(ServletRequest.class),
                      nothing(ServletResponse.class),
                      (request, response) -> {}))
          .isInstanceOf(ServletException.class)
          .hasMessageStartingWith("request must be of HTTP: request=");
    }
  }

  private static <T> T nothing(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null));
  }

  @Test
  void keyHeader_thatIsNoName_isRefused() {
    RateLimitConfig config = RateLimitConfig.of(POLICY, request -> null);

    assertThatThrownBy(() -> config.withKeyHeader("X-Api Key"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key-header must be 1 to 64 of A-Z a-z 0-9 -: key-header=X-Api Key");
  }

  @Test
  void counters_tooFew_areRefused() {
    RateLimitConfig config = RateLimitConfig.of(POLICY, request -> null);

    assertThatThrownBy(() -> config.withCounters(1)).hasMessageContaining("counters=1");
  }
}
