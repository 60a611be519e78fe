package io.tallygate.gateway.usage.trial;

import io.tallygate.gateway.key.CallerLimits;
import io.tallygate.gateway.key.Levels;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.gateway.usage.Counts;
import io.tallygate.gateway.usage.UsageRow;
import io.tallygate.limiter.Call;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decider;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.LimiterConfig;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.limiter.match.Match;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.door.PolicyLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Calls as they came, and what a real limiter does to them under a policy. */
record History(List<Came> calls, long fromSecond, Map<String, Levels> levels) {

  /** What becomes of an admitted call, or keeps it from the limiter. */
  enum Fate {
    ANSWERED,
    NOT_SENT,
    BLOCKED
  }

  /** A call, and until when it is under way. */
  record Came(long micros, String caller, String path, Fate fate, long endMicros) {}

  /** Who was refused, by group, and the rows that usage has of it. */
  record Replayed(Map<String, Set<String>> refused, List<UsageRow> rows) {

    Set<String> everybody() {
      Set<String> all = new TreeSet<>();
      refused.values().forEach(all::addAll);
      return all;
    }
  }

  private record UnderWay(long endMicros, Decision decision) {}

  private record RowKey(long hour, String caller, String group) {}

  Replayed replay(PolicyFile policy) {
    long[] now = {fromSecond * 1_000_000};
    Ticker ticker = ticker(now);
    try (Limiter limiter =
        new Limiter(LimiterConfig.DEFAULT.withCounters(4_096).withTicker(ticker))) {
      return replay(policy, limiter, now);
    }
  }

  private static Ticker ticker(long[] now) {
    return new Ticker() {
      @Override
      public long monotonicNanos() {
        return now[0] * 1_000;
      }

      @Override
      public long wallMicros() {
        return now[0];
      }
    };
  }

  private Replayed replay(PolicyFile policy, Limiter limiter, long[] now) {
    Decider decider = Decider.of(limiter);
    PolicyLimits limits = new PolicyLimits(policy.policy(), limiter);
    PublishedPolicy published = PublishedPolicy.of(policy);
    Map<String, Caller> callers = new HashMap<>();
    PriorityQueue<UnderWay> underWay =
        new PriorityQueue<>(Comparator.comparingLong(UnderWay::endMicros));
    Map<String, Set<String>> refused = new TreeMap<>();
    Map<RowKey, Counts> rows = new TreeMap<>(Comparator.comparing(RowKey::toString));
    for (Came call : calls) {
      while (!underWay.isEmpty() && underWay.peek().endMicros() <= call.micros()) {
        now[0] = Math.max(now[0], underWay.peek().endMicros());
        decider.end(underWay.remove().decision());
      }
      now[0] = call.micros();
      Match match = limits.match("GET", call.path());
      if (match instanceof Match.Open || match instanceof Match.Ambiguous) {
        continue; // nobody is asked for a key
      }
      LimitSet set = limits.of(match);
      RowKey row = new RowKey(call.micros() / 3_600_000_000L, call.caller(), set.group());
      if (call.fate() == Fate.BLOCKED) {
        rows.merge(row, new Counts(0, 1, 0), Counts::plus);
        continue;
      }
      Caller caller =
          callers.computeIfAbsent(
              call.caller(),
              id ->
                  limiter.caller(
                      Caller.Kind.KEY,
                      id,
                      CallerLimits.of(
                              published.limits(), levels.getOrDefault(id, Levels.NONE), fromSecond)
                          .overrides()));
      Decision decision = new Decision();
      decider.decide(Call.of(caller, set), decision, () -> {});
      boolean failed = call.fate() == Fate.NOT_SENT;
      if (!decision.isAdmitted()) {
        refused.computeIfAbsent(set.group(), group -> new TreeSet<>()).add(call.caller());
        rows.merge(row, new Counts(0, 1, 0), Counts::plus);
        continue;
      }
      rows.merge(row, new Counts(1, 0, failed ? 1 : 0), Counts::plus);
      if (failed) {
        decider.giveBack(decision);
        decider.end(decision);
      } else {
        underWay.add(new UnderWay(call.endMicros(), decision));
      }
    }
    return new Replayed(refused, rows(rows));
  }

  private static List<UsageRow> rows(Map<RowKey, Counts> counted) {
    List<UsageRow> rows = new ArrayList<>();
    counted.forEach(
        (key, counts) ->
            rows.add(new UsageRow(key.caller(), key.group(), key.hour() * 3_600, counts)));
    rows.sort(Comparator.comparingLong(UsageRow::startSecond));
    return rows;
  }
}
