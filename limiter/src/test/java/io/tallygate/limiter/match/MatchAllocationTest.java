package io.tallygate.limiter.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tallygate.limiter.policy.PathCase;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A match of a plain path allocates nothing. */
final class MatchAllocationTest {

  private static final int MATCHES = 200_000;

  private static final String[] METHODS = {"GET", "POST", "HEAD", "DELETE", "PATCH"};
  private static final String[] PATHS = {
    "/v1/files",
    "/v1/files/vg_file_01HZX3T5",
    "/V1/Files/report.v1.2.pdf/",
    "/v1/files/vg_file_01HZX3T5/hydrate",
    "/v1/tools/executions/3f2504e0-4f89-11d3-9a0c-0305e82c3301/cancel",
    "/v1/tools/generate-image",
    "/v1/resources/a/b/c/d/e",
    "/docs/start",
    "/v1/admin",
    "/",
  };

  private final EndpointMatcher matcher =
      EndpointMatcher.of(VideoGenShape.policy(PathCase.IGNORED));

  @Test
  void match_plainPath_allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int warm = matchMany();

    long before = threads.getCurrentThreadAllocatedBytes();
    int named = matchMany();
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(named).isEqualTo(warm).isPositive();
    // The two readings of the counter may cost some bytes themselves; a match may not.
    assertThat(bytes / MATCHES).as("bytes=%s matches=%s", bytes, MATCHES).isZero();
    assertThat(bytes).isLessThan(1_000);
  }

  private int matchMany() {
    int named = 0;
    for (int i = 0; i < MATCHES; i++) {
      Match match = matcher.match(METHODS[i % METHODS.length], PATHS[i / 5 % PATHS.length]);
      named += match instanceof Match.Named ? 1 : 0;
    }
    return named;
  }
}
