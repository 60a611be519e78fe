package io.tallygate.gateway.usage;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.DataException.Reason;
import io.tallygate.gateway.key.Term;
import io.tallygate.gateway.usage.UsageStore.Written;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How callers stand, as a recorder has gathered it and the counters say. Thread-safe. */
public final class LiveUsage implements UsageNow {

  /** Of those that were near a limit at their last call, so many are looked at. */
  private static final int LOOKED_AT_MAX = 3 * CALLERS_MAX;

  /** Reads in each of which another batch would have to be written. */
  private static final int ATTEMPTS_MAX = 10;

  private final Recorder recorder;
  private final Standings standings;

  public LiveUsage(Recorder recorder, Standings standings) {
    this.recorder = recorder;
    this.standings = standings;
  }

  @Override
  public Optional<CallerStanding> standing(String caller) {
    recorder.gather();
    Optional<CallerStanding> standing = standings.of(caller);
    if (standing.isEmpty()) {
      return standing;
    }
    Map<String, Counts> hour = hour(caller);
    List<GroupStanding> groups = new ArrayList<>();
    for (GroupStanding group : standing.get().groups()) {
      Counts counts = hour.getOrDefault(group.group(), Counts.NONE);
      groups.add(new GroupStanding(group.group(), group.endpoint(), group.limits(), counts));
    }
    return Optional.of(new CallerStanding(caller, standing.get().second(), groups));
  }

  /** What is kept and what waits to be; read again if a batch was written in between. */
  private Map<String, Counts> hour(String caller) {
    long start = Grain.HOUR.start(recorder.wallSecond());
    UsageQuery query =
        new UsageQuery(
            UsageQuery.Who.caller(caller),
            "",
            Grain.HOUR,
            new Term(start, start + Grain.HOUR.seconds()));
    for (int i = 0; i < ATTEMPTS_MAX; i++) {
      Unwritten unwritten = recorder.gathered().unwritten(caller, start);
      Written written = recorder.store().written(query, recorder.gathered().writer());
      Optional<Map<String, Counts>> sums = unwritten.plus(written);
      if (sums.isPresent()) {
        return sums.get();
      }
    }
    throw new DataException(
        Reason.UNAVAILABLE, "usage is written faster than it is read; ask again: key=" + caller);
  }

  @Override
  public LiveTotals totals() {
    recorder.gather();
    return new LiveTotals(
        recorder.wallSecond(), recorder.sinceSecond(), recorder.gathered().totals());
  }

  @Override
  public List<HeavyCaller> heaviest(int max) {
    requireMax(max);
    recorder.gather();
    return recorder.gathered().heaviest(max, recorder.steadySecond());
  }

  @Override
  public List<NearLimit> nearest(int max) {
    requireMax(max);
    recorder.gather();
    List<NearLimit> nearest = new ArrayList<>();
    for (Pair pair : recorder.gathered().nearest(LOOKED_AT_MAX)) {
      standings.of(pair.caller()).stream()
          .flatMap(standing -> standing.groups().stream())
          .filter(group -> group.group().equals(pair.group()))
          .flatMap(group -> group.limits().stream())
          .filter(limit -> limit.periodSeconds() > 0 && 2 * limit.used() >= limit.limit())
          .max(Comparator.comparingDouble(LimitStanding::share))
          .ifPresent(limit -> nearest.add(new NearLimit(pair.caller(), pair.group(), limit)));
    }
    nearest.sort(
        Comparator.comparingDouble((NearLimit near) -> near.limit().share())
            .reversed()
            .thenComparing(NearLimit::caller)
            .thenComparing(NearLimit::group));
    return List.copyOf(nearest.subList(0, Math.min(max, nearest.size())));
  }

  @Override
  public List<RefusedCall> lastRefusals(String caller) {
    recorder.gather();
    return recorder.gathered().lastRefusals(caller);
  }

  private static void requireMax(int max) {
    require(max >= 1 && max <= CALLERS_MAX, "max must be 1 to %s: max=%s", CALLERS_MAX, max);
  }
}
