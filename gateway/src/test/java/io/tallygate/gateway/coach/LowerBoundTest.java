package io.tallygate.gateway.coach;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.coach.CoachWorld.Answer;
import io.tallygate.gateway.coach.Seen.SeenEndpoint;
import io.tallygate.gateway.coach.Seen.SeenFault;
import io.tallygate.gateway.coach.Seen.SeenGroup;
import io.tallygate.gateway.coach.Seen.SeenList;
import io.tallygate.gateway.coach.Seen.SpentWindow;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is called, however: no number that the coach tells is more than what happened. */
final class LowerBoundTest {

  private static final String[] LINES = {
    "GET /v1/tools/executions/%s",
    "GET /v1/files/%s",
    "GET /v1/files",
    "GET /v1/resources/%s",
    "GET /v1/resources/tts-voices",
    "GET /v1/elsewhere/%s",
    "POST /v1/files/upload",
    "POST /v1/tools/generate-image",
    "DELETE /v1/webhooks/endpoints/%s",
  };

  private static final int[] STATUSES = {200, 200, 200, 304, 400, 404, 409, 422, 423, 451, 500};

  /** What happened, by names. */
  private final Map<String, Long> happened = new HashMap<>();

  private long of(String name) {
    return happened.getOrDefault(name, 0L);
  }

  private void happened(String name) {
    happened.merge(name, 1L, Long::sum);
  }

  @Test
  void numbers_ofAnyCalls_areExactOrLess() {
    long found = 0;
    for (int seed = 0; seed < 200; seed++) {
      happened.clear();
      try (CoachWorld world = new CoachWorld()) {
        callAtRandom(world, new Random(seed));
        check(world, "seed " + seed);
        found += world.review().findings().size();
      }
    }
    assertThat(found).as("findings, so that something was held to").isGreaterThan(500);
  }

  private void callAtRandom(CoachWorld world, Random random) {
    int ids = 1 << random.nextInt(8); // few that are polled, or more than are remembered
    long gapMillis = 1L << random.nextInt(13);
    Map<String, Long> prints = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      String line = LINES[random.nextInt(LINES.length)].replace("%s", "id" + random.nextInt(ids));
      Answer answer =
          new Answer(STATUSES[random.nextInt(STATUSES.length)], random.nextInt(20) == 0 ? 2 : 1);
      int status = world.call(CoachWorld.KEY, line, answer).status();
      world.passMillis(random.nextLong(gapMillis + 1));
      String path = line.substring(line.indexOf(' ') + 1);
      happened("calls");
      happened("status " + status);
      happened(line + " " + status);
      if (status == 200 && line.startsWith("GET ")) {
        Long before = prints.put(path, answer.fingerprint());
        if (before != null && before == answer.fingerprint()) {
          happened("unchanged " + path);
        }
      }
    }
  }

  private void check(CoachWorld world, String seed) {
    Seen seen = world.seen();
    assertThat(seen.calls()).as(seed).isEqualTo(recent(seen, of("calls")));
    long refused = 0;
    for (SeenGroup group : seen.groups()) {
      refused += group.windows().stream().mapToInt(SpentWindow::refused).sum();
      assertThat(group.retries()).as(seed).isLessThan(Math.max(of("status 429"), 1));
    }
    assertThat(refused).as(seed).isLessThanOrEqualTo(of("status 429"));
    for (SeenEndpoint endpoint : seen.endpoints()) {
      assertThat(endpoint.polls().polls()).as(seed).isLessThanOrEqualTo(endpoint.calls());
      assertThat(endpoint.polls().hasty()).as(seed).isLessThanOrEqualTo(endpoint.polls().polls());
      if (endpoint.most() != null) {
        String line = "GET " + endpoint.most().path();
        assertThat(endpoint.most().times())
            .as("%s %s", seed, line)
            .isLessThanOrEqualTo(of(line + " 200") + of(line + " 304"));
      }
      for (SeenFault fault : endpoint.faults()) {
        assertThat(fault.calls()).as(seed).isLessThanOrEqualTo(of("status " + fault.status()));
      }
    }
    for (SeenList list : seen.lists()) {
      assertThat(list.fetched()).as(seed).isLessThanOrEqualTo(of("GET " + list.path() + " 200"));
      assertThat(list.unchanged()).as(seed).isLessThanOrEqualTo(of("unchanged " + list.path()));
    }
  }

  /** All calls count while they fit in two hours; else fewer do. */
  private static long recent(Seen seen, long calls) {
    return seen.sinceSecond() == CoachWorld.START_SECOND ? calls : seen.calls();
  }
}
