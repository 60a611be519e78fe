package io.tallygate.limiter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.clock.FakeTicker;
import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Eviction;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which calls count together: those of one caller, group, limit and, if asked for, endpoint. */
final class CounterIdentityTest {

  private final FakeTicker ticker = new FakeTicker();
  private final LimiterConfig config = LimiterConfig.DEFAULT.withCounters(64).withTicker(ticker);
  private final Limiter limiter = new Limiter(config);
  private final Caller caller = caller("key_1");
  private final LimitSet three = limiter.limits(group(3), WindowStart.FIRST_CALL);

  private Caller caller(String id) {
    return limiter.caller(Caller.Kind.KEY, id, List.of());
  }

  private static Group group(long count) {
    return Group.of("tools", List.of(new Limit("tools", count, Duration.ofSeconds(10))), List.of());
  }

  private static List<Limit> named(String name) {
    return List.of(new Limit(name, 5, Duration.ofHours(1)));
  }

  @Test
  void counter_otherCallersBetween_changeNothing() {
    Limiter alone = new Limiter(config);
    Decision expected = new Decision();
    Decision decision = new Decision();
    for (int i = 0; i < 60; i++) {
      Caller lonely = alone.caller(Caller.Kind.KEY, "key_1", List.of());
      alone.decide(Call.of(lonely, alone.limits(group(3), WindowStart.FIRST_CALL)), expected);
      for (int other = 0; other < 20; other++) {
        limiter.decide(Call.of(caller("other_" + other), three), new Decision());
      }
      limiter.decide(Call.of(caller, three), decision);

      assertThat(decision.copy()).isEqualTo(expected.copy());
      ticker.advance(Duration.ofMillis(700));
    }
  }

  @Test
  void counter_kindIdGroupLimitAndEndpoint_tellCountersApart() {
    List<Caller> callers = new ArrayList<>();
    for (Caller.Kind kind : Caller.Kind.values()) {
      for (String id : List.of("a", "b", "ab", "\uD800", "\uD801", "é", "e\u0301")) {
        callers.add(limiter.caller(kind, id, List.of()));
      }
    }
    Limiter big = new Limiter(config.withCounters(1_024));
    Endpoint get = Endpoint.parse("GET /a");
    Endpoint post = Endpoint.parse("POST /a");
    Group each =
        new Group("each", named("each"), List.of(get, post), CounterScope.EACH_ENDPOINT, true, "");
    List<LimitSet> sets =
        List.of(
            big.limits(each, get, WindowStart.FIRST_CALL),
            big.limits(each, post, WindowStart.FIRST_CALL),
            big.limits(Group.of("a", named("a"), List.of()), WindowStart.FIRST_CALL),
            big.limits(Group.of("ab", named("ab"), List.of()), WindowStart.FIRST_CALL));
    Decision decision = new Decision();
    for (Caller one : callers) {
      for (LimitSet set : sets) {
        big.decide(Call.of(one, set), decision);
        assertThat(decision.remaining(0)).as("%s %s", one, set.group()).isEqualTo(4);
      }
    }
  }

  @Test
  void evictsOldest_moreAddressesThanSlots_findsRoomForAll() {
    Limiter table = new Limiter(config.withCounters(16).withEviction(Eviction.OLDEST));
    LimitSet limits = table.limits(group(3), WindowStart.FIRST_CALL);
    Decision decision = new Decision();
    for (int i = 0; i < 1_000; i++) {
      Caller address = table.caller(Caller.Kind.ADDRESS, "192.0.2." + i, List.of());
      table.decide(Call.of(address, limits), decision);
      assertThat(decision.outcome()).isEqualTo(Outcome.ADMITTED);
      table.decide(Call.of(address, limits), decision);
      assertThat(decision.remaining(0)).as("the newest stays").isEqualTo(1);
    }
    assertThat(table.countLive()).isEqualTo(table.slots());
  }
}
