package io.tallygate.gateway.usage.trial;

import io.tallygate.gateway.key.Levels;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import io.tallygate.gateway.key.Resolution;
import io.tallygate.gateway.key.Term;
import io.tallygate.gateway.usage.UsageRow;
import io.tallygate.gateway.usage.trial.Trial.Bound;
import io.tallygate.gateway.usage.trial.Trial.GroupTrial;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.Policy;
import io.tallygate.policy.PolicyFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tries an edited policy on rows of usage. Take the rows in, the oldest first, then {@link #end}.
 *
 * <p>What is bounded is how many callers would have been refused at least once, had the same calls
 * come at the same times, admitted and refused ones alike, on counters that were empty at the start
 * of the term, with the plans and overrides of now. Callers are the recorded ones: keys, and tokens
 * that the upstream has proven. {@link Refusing} has the proof. Not thread-safe.
 */
public final class PolicyTrial {

  /** More rows are not tried: a shorter term has fewer. */
  public static final int ROWS_MAX = 500_000;

  /** A caller and a group of the edited policy that its calls may have gone to; some 200 B each. */
  static final int PAIRS_MAX = 300_000;

  private static final int CHANGES_MAX = 1_000; // beginnings and ends of overrides in the term

  private final PolicyFile after;
  private final Term term;
  private final Moves moves;
  private final PublishedPolicy published;
  private final Map<String, Map<String, Hours>> byCaller = new LinkedHashMap<>();
  private final Set<String> unknown = new TreeSet<>();
  private final Map<Levels, Map<String, List<Span>>> spans = new HashMap<>();
  private int rows;
  private int pairs;

  /**
   * Begins a trial.
   *
   * @param before the policy under which was recorded
   * @param term of the rows, with an end
   */
  public PolicyTrial(Policy before, PolicyFile after, Term term) {
    this.after = after;
    this.term = term;
    this.moves = Moves.of(before, after.policy());
    this.published = PublishedPolicy.of(after);
  }

  /**
   * Takes a row of an hour in.
   *
   * @throws IllegalArgumentException if it is one too many
   */
  public void add(UsageRow row) {
    if (++rows > ROWS_MAX) {
      throw new IllegalArgumentException(
          "usage must have at most %s rows to be tried, give a shorter time: from=%s until=%s"
              .formatted(ROWS_MAX, term.fromSecond(), term.untilSecond()));
    }
    Set<String> targets = moves.targets().get(row.group());
    if (targets == null) {
      unknown.add(row.group());
      targets = new TreeSet<>(after.policy().all().stream().map(Group::name).toList());
      targets.add(Moves.NOWHERE);
    }
    Map<String, Hours> hours = byCaller.computeIfAbsent(row.caller(), key -> new HashMap<>());
    long hour = row.startSecond() / Hours.SECONDS;
    long least = targets.size() == 1 ? Hours.least(row.counts()) : 0;
    for (String target : targets) {
      if (!target.equals(Moves.NOWHERE)) {
        hours.computeIfAbsent(target, key -> pair()).add(hour, least, Hours.most(row.counts()));
      }
    }
  }

  private Hours pair() {
    if (++pairs > PAIRS_MAX) {
      throw new IllegalArgumentException(
          ("usage must have at most %s pairs of caller and group to be tried, give a shorter time:"
                  + " from=%s until=%s")
              .formatted(PAIRS_MAX, term.fromSecond(), term.untilSecond()));
    }
    return new Hours();
  }

  /**
   * Says what came out.
   *
   * @param levels of a caller's rules, as they are now
   */
  public Trial end(Function<String, Levels> levels) {
    Map<String, int[]> counts = new LinkedHashMap<>();
    after.policy().all().forEach(group -> counts.put(group.name(), new int[3]));
    int[] all = new int[3];
    byCaller.forEach(
        (caller, hours) -> {
          boolean surely = false;
          boolean possibly = false;
          Map<String, List<Span>> own = spansOf(levels.apply(caller));
          for (Group group : after.policy().all()) {
            Verdict verdict = verdict(group, hours.get(group.name()), own);
            tally(counts.getOrDefault(group.name(), all), verdict);
            surely |= verdict == Verdict.SURELY;
            possibly |= verdict == Verdict.SURELY || verdict == Verdict.POSSIBLY;
          }
          tally(all, surely ? Verdict.SURELY : possibly ? Verdict.POSSIBLY : Verdict.NEVER);
        });
    List<GroupTrial> groups = new ArrayList<>();
    for (Group group : after.policy().all()) {
      int[] counted = counts.getOrDefault(group.name(), all);
      groups.add(new GroupTrial(group.name(), bound(counted), isInFlight(group)));
    }
    return new Trial(term, bound(all), groups, notes());
  }

  /** What can be said of a caller and a group. */
  private enum Verdict {
    ABSENT,
    NEVER,
    POSSIBLY,
    SURELY
  }

  private static void tally(int[] counted, Verdict verdict) {
    counted[0] += verdict == Verdict.ABSENT ? 0 : 1;
    counted[1] += verdict == Verdict.SURELY ? 1 : 0;
    counted[2] += verdict == Verdict.SURELY || verdict == Verdict.POSSIBLY ? 1 : 0;
  }

  private static Bound bound(int[] counted) {
    return new Bound(counted[0], counted[1], counted[2]);
  }

  private Verdict verdict(Group group, @Nullable Hours hours, Map<String, List<Span>> spans) {
    if (moves.unrecorded().contains(group.name())) {
      return Verdict.POSSIBLY; // of any caller, with calls that were not recorded
    }
    if (hours == null) {
      return Verdict.ABSENT;
    }
    boolean each = group.counter() == CounterScope.EACH_ENDPOINT;
    int counters = each ? Math.max(group.endpoints().size(), 1) : 1;
    Verdict verdict = Verdict.NEVER;
    for (Span span : spans.getOrDefault(group.name(), List.of())) {
      if (Refusing.surely(hours, span, after.policy().window(), counters)) {
        return Verdict.SURELY;
      }
      if (Refusing.possibly(hours, span, after.policy().window())) {
        verdict = Verdict.POSSIBLY;
      }
    }
    return verdict;
  }

  private static boolean isInFlight(Group group) {
    return group.limits().stream().anyMatch(limit -> limit.algorithm() == Algorithm.IN_FLIGHT);
  }

  /** By group, with the numbers that rules gave the limits within the term. */
  private Map<String, List<Span>> spansOf(Levels levels) {
    return spans.computeIfAbsent(levels, this::resolved);
  }

  private Map<String, List<Span>> resolved(Levels levels) {
    Map<PublishedLimit, List<Limit>> inForce = new LinkedHashMap<>();
    long second = term.fromSecond();
    for (int i = 0; i < CHANGES_MAX && second < term.untilSecond(); i++) {
      Resolution resolution = Resolution.of(published.limits(), levels, second);
      resolution
          .limits()
          .forEach(
              one ->
                  inForce
                      .computeIfAbsent(one.limit(), limit -> new ArrayList<>())
                      .add(one.inForce()));
      second = resolution.nextChangeSecond();
    }
    Map<String, List<Span>> byGroup = new HashMap<>();
    inForce.forEach(
        (limit, numbers) ->
            byGroup
                .computeIfAbsent(limit.group(), group -> new ArrayList<>())
                .add(Span.of(numbers)));
    return byGroup;
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (Map.Entry<String, Set<String>> move : moves.targets().entrySet()) {
      if (move.getValue().size() > 1) {
        notes.add(
            "calls of %s may count elsewhere under the edited policy, and usage does not tell"
                    .formatted(move.getKey())
                + " which endpoint was called: bounds are wider");
      }
    }
    for (String group : moves.unrecorded()) {
      notes.add(
          "%s counts endpoints that were open: their calls were not recorded by key, so anybody may"
                  .formatted(group)
              + " have been refused");
    }
    for (String group : unknown) {
      notes.add(
          "%s is no group of the policy under which this was recorded: its calls may count anywhere"
              .formatted(group));
    }
    after.policy().all().stream()
        .filter(PolicyTrial::isInFlight)
        .forEach(
            group ->
                notes.add(
                    "%s limits calls in flight, of which usage tells nothing: at most counts"
                            .formatted(group.name())
                        + " everybody who called more often than may call at once"));
    return notes.stream().sorted().toList();
  }
}
