package io.tallygate.gateway.caller;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.KnownKey;
import io.tallygate.gateway.key.Levels;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.Life.State;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.gateway.key.Target;
import io.tallygate.gateway.key.Term;
import io.tallygate.limiter.Call;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.LimiterConfig;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.policy.PolicyFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeyCallersTest {

  private static final long START = 1_795_510_800;

  private final FakeTicker ticker = new FakeTicker();
  private final Limiter limiter =
      new Limiter(LimiterConfig.DEFAULT.withCounters(1_024).withTicker(ticker));
  private final KeyCallers callers = new KeyCallers(limiter, ticker);

  @Test
  void of_fromAndUntil_areInForceToTheSecond() {
    KnownKey key = key(rule(new Amount.Count(9), START + 10, START + 20));
    PublishedPolicy policy = policy(5);

    assertThat(limitAt(key, policy, START)).isEqualTo(5);
    assertThat(limitAt(key, policy, START + 9)).isEqualTo(5);
    assertThat(limitAt(key, policy, START + 10)).isEqualTo(9);
    assertThat(limitAt(key, policy, START + 19)).isEqualTo(9);
    assertThat(limitAt(key, policy, START + 20)).isEqualTo(5);
  }

  @Test
  void of_manyTerms_areInForceToTheSecondWithoutAnyoneAsking() {
    List<LimitRule> rules = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      rules.add(rule(new Amount.Count(100 + i), START + 10L * i, START + 10L * i + 5));
    }
    KnownKey key = key(rules.toArray(LimitRule[]::new));
    PublishedPolicy policy = policy(5);

    for (int second = 0; second < 220; second++) {
      int term = second / 10;
      boolean inForce = term >= 1 && term <= 20 && second % 10 < 5;
      assertThat(limitAt(key, policy, START + second))
          .as("second %s", second)
          .isEqualTo(inForce ? 100 + term : 5);
    }
  }

  @Test
  void of_raiseToCome_isToldByARefusal() {
    KnownKey key = key(rule(new Amount.Count(9), START + 10, START + 20));
    PublishedPolicy policy = policy(2);
    limitAt(key, policy, START);
    Decision decision = new Decision();
    for (int i = 0; i < 3; i++) {
      limiter.decide(call(key, policy), decision);
    }

    assertThat(decision.isAdmitted()).isFalse();
    assertThat(decision.waitSeconds(0)).isEqualTo(10);
    ticker.second = START + 10;
    limiter.decide(call(key, policy), decision);
    assertThat(decision.isAdmitted()).isTrue();
    assertThat(decision.remaining(0)).isEqualTo(6); // counts kept
  }

  @Test
  void of_changedPolicy_factorsFollowIt() {
    KnownKey key = key(LimitRule.always(Target.ALL, new Amount.Factor(3_000)));

    assertThat(limitAt(key, policy(5), START)).isEqualTo(15);
    assertThat(limitAt(key, policy(7), START)).isEqualTo(21);
  }

  @Test
  void of_sameKeyAndPolicy_isTheSameCaller() {
    KnownKey key = key(LimitRule.always(Target.ALL, new Amount.Factor(3_000)));
    PublishedPolicy policy = policy(5);

    Caller caller = callers.of(key, policy);

    assertThat(callers.of(key, policy)).isSameAs(caller);
    assertThat(callers.of(key(), policy)).isNotSameAs(caller);
  }

  private long limitAt(KnownKey key, PublishedPolicy policy, long second) {
    ticker.second = second;
    Decision decision = new Decision();
    limiter.decide(Call.peek(callers.of(key, policy), limits(policy)), decision);
    return decision.count(0);
  }

  private Call call(KnownKey key, PublishedPolicy policy) {
    return new Call(callers.of(key, policy), limits(policy), 1, Call.Mode.CHARGE);
  }

  private LimitSet limits(PublishedPolicy policy) {
    long count = policy.limits().get(1).count();
    return limiter.limits(file(count).policy().other(), WindowStart.FIRST_CALL);
  }

  private static KnownKey key(LimitRule... rules) {
    Levels levels =
        rules.length == 0 ? Levels.NONE : new Levels(List.of(), List.of(), List.of(rules));
    return new KnownKey("key_000000000000", State.ACTIVE, Life.NO_END, levels);
  }

  private static LimitRule rule(Amount amount, long from, long until) {
    return new LimitRule(Target.of("other"), amount, new Term(from, until));
  }

  private static PublishedPolicy policy(long other) {
    return PublishedPolicy.of(file(other));
  }

  private static PolicyFile file(long other) {
    return PolicyFile.parse(
        "limits.yaml",
        "groups: {a: {limit: 1/hour, endpoints: [GET /a]}}\nother: " + other + "/hour\n");
  }

  private static final class FakeTicker implements Ticker {

    private volatile long second = START;

    @Override
    public long monotonicNanos() {
      return (second - START) * 1_000_000_000;
    }

    @Override
    public long wallMicros() {
      return second * 1_000_000;
    }
  }
}
