package io.tallygate.bench.engine;

import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.match.EndpointMatcher;
import io.tallygate.limiter.match.Match;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.OnFull;
import io.tallygate.limiter.policy.PathCase;
import io.tallygate.limiter.policy.Policy;
import io.tallygate.limiter.policy.WindowStart;
import java.time.Duration;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * All that a server asks of the library for one call: which endpoint, and where the caller stands.
 */
final class WholeDecisions implements Counters {

  private static final Duration HOUR = Duration.ofHours(1);

  private final Limiter limiter;
  private final Caller[] callers;
  private final EndpointMatcher matcher;
  private final LimitSet limits;

  WholeDecisions(String[] keys) {
    limiter = new Limiter(TallygateCounters.config(keys.length));
    callers = new Caller[keys.length];
    for (int i = 0; i < keys.length; i++) {
      callers[i] = limiter.caller(Caller.Kind.KEY, keys[i], List.of());
    }
    Group files =
        Group.of(
            "files",
            List.of(new Limit("files", Peer.COUNT, HOUR)),
            List.of(Endpoint.parse("GET /v1/files"), Endpoint.parse("GET /v1/files/{id}")));
    Group other = Group.of("other", List.of(new Limit("other", Peer.COUNT, HOUR)), List.of());
    matcher =
        EndpointMatcher.of(
            new Policy(
                List.of(files),
                other,
                List.of(),
                WindowStart.FIRST_CALL,
                PathCase.EXACT,
                OnFull.DENY));
    limits = limiter.limits(files, WindowStart.FIRST_CALL);
  }

  @Override
  public IntPredicate forThread() {
    Decision decision = new Decision();
    return index -> {
      Match match = matcher.match("GET", "/v1/files/file_1");
      limiter.decide(callers[index], limits, decision);
      int shown = decision.shown();
      long fields =
          decision.count(shown)
              + decision.remaining(shown)
              + decision.resetSecond(shown)
              + decision.waitSeconds(shown);
      return decision.isAdmitted() && match instanceof Match.Named && fields > 0;
    };
  }

  @Override
  public void close() {
    limiter.close();
  }
}
