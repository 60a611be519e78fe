package io.tallygate.examples;

import io.tallygate.limiter.Answer;
import io.tallygate.limiter.Call;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.LimiterConfig;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import java.time.Duration;
import java.util.List;

/** Two limits on one call, 500 an hour and 10 a second: a call is counted by both or by neither. */
public final class TwoLimits implements AutoCloseable {

  private final Limiter limiter;
  private final LimitSet limits;
  private final Caller caller;
  private final Decision decision = new Decision(); // used again for every call

  public TwoLimits(LimiterConfig config) {
    limiter = new Limiter(config);
    Limit hourly = new Limit("search", 500, Duration.ofHours(1)); // the first has the group's name
    Limit burst = new Limit("search-burst", 10, Duration.ofSeconds(1));
    Group search = Group.of("search", List.of(hourly, burst), List.of());
    limits = limiter.limits(search, WindowStart.FIRST_CALL);
    caller = limiter.caller(Caller.Kind.KEY, "key_1", List.of());
  }

  /** Makes one call. One thread at a time, for there is one carrier. */
  public Answer call() {
    limiter.decide(caller, limits, decision);
    return decision.copy();
  }

  /** What a call would meet, without counting one. */
  public Answer peek() {
    limiter.decide(Call.peek(caller, limits), decision);
    return decision.copy();
  }

  @Override
  public void close() {
    limiter.close();
  }
}
