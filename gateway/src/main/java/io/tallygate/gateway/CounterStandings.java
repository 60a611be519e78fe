package io.tallygate.gateway;

import io.tallygate.gateway.key.KnownKey;
import io.tallygate.gateway.proxy.ProxyContext;
import io.tallygate.gateway.proxy.RunningPolicy;
import io.tallygate.gateway.proxy.RunningPolicy.KeyCounter;
import io.tallygate.gateway.usage.CallerStanding;
import io.tallygate.gateway.usage.Counts;
import io.tallygate.gateway.usage.GroupStanding;
import io.tallygate.gateway.usage.LimitStanding;
import io.tallygate.gateway.usage.Standings;
import io.tallygate.limiter.Call;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.clock.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How callers stand, read from the limiter's counters by decisions that only peek. */
final class CounterStandings implements Standings {

  private final ProxyContext context;
  private final Limiter limiter;

  CounterStandings(ProxyContext context, Limiter limiter) {
    this.context = context;
    this.limiter = limiter;
  }

  @Override
  public Optional<CallerStanding> of(String id) {
    RunningPolicy policy = context.policy();
    Caller caller = caller(id, policy);
    if (caller == null) {
      return Optional.empty();
    }
    List<GroupStanding> groups = new ArrayList<>();
    for (KeyCounter counter : policy.counters()) {
      groups.add(
          new GroupStanding(
              counter.group().name(),
              counter.endpoint(),
              limits(caller, counter.limits()),
              Counts.NONE));
    }
    return Optional.of(new CallerStanding(id, Ticker.SYSTEM.wallMicros() / 1_000_000, groups));
  }

  private @Nullable Caller caller(String id, RunningPolicy policy) {
    KnownKey key = context.keys().byId(id);
    return key != null
        ? context.keyCallers().of(key, policy.published())
        : context.provenTokens().find(id);
  }

  private List<LimitStanding> limits(Caller caller, LimitSet counter) {
    Decision decision = new Decision();
    limiter.decide(Call.peek(caller, counter), decision);
    List<LimitStanding> limits = new ArrayList<>();
    for (int i = 0; i < decision.size(); i++) {
      long count = decision.count(i);
      limits.add(
          new LimitStanding(
              decision.name(i),
              count,
              count - decision.remaining(i),
              decision.periodSeconds(i),
              decision.resetSecond(i)));
    }
    return limits;
  }
}
