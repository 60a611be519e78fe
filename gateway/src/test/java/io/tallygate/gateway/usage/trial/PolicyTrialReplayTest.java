package io.tallygate.gateway.usage.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.Levels;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Target;
import io.tallygate.gateway.key.Term;
import io.tallygate.gateway.usage.Counts;
import io.tallygate.gateway.usage.UsageRow;
import io.tallygate.gateway.usage.trial.History.Came;
import io.tallygate.gateway.usage.trial.History.Fate;
import io.tallygate.gateway.usage.trial.History.Replayed;
import io.tallygate.gateway.usage.trial.Trial.GroupTrial;
import io.tallygate.policy.PolicyFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random calls, recorded by hours under one policy and replayed by a real limiter under another.
 */
final class PolicyTrialReplayTest {

  private static final int SEEDS = Integer.getInteger("seeds", 400);

  private static final long FROM = 1_795_510_800; // on the hour
  private static final int HOURS = 8;
  private static final String[] CALLERS = {"key_a", "key_b", "key_c", "key_d"};
  private static final String[] PATHS = {"/a/1", "/a/x", "/b/1", "/b/x/y", "/c", "/d/1", "/o"};
  private static final String[] LIMITS = {
    "%d/hour",
    "%d/2h",
    "%d/90m",
    "%d/20m",
    "%d/7s",
    "%d/hour sliding",
    "%d/30m sliding",
    "%d/3h sliding",
    "%d/hour smooth",
    "%d/hour smooth, burst 3",
    "%d/20m smooth, burst 2",
    "%d in flight",
    "%d/day"
  };
  private static final String[] ENDPOINTS = {
    "GET /a/{id}", "GET /a/x", "GET /b/*", "GET /c", "GET /d/{id}"
  };

  private final Random random;
  private int refusedForSure;
  private int refusedTrue;
  private int exact;

  PolicyTrialReplayTest() {
    this.random = new Random(0);
  }

  @Test
  void trial_ofRandomCalls_alwaysHasTheTrueNumberWithin() {
    for (int seed = 0; seed < SEEDS; seed++) {
      random.setSeed(seed);
      check(seed);
    }
    // Bounds that say nothing would hold as well: these do say something.
    assertThat(refusedTrue).isGreaterThan(SEEDS);
    assertThat(refusedForSure).isGreaterThan(refusedTrue / 4);
    assertThat(exact).isGreaterThan(SEEDS / 10);
  }

  private void check(int seed) {
    String text = policy(ENDPOINTS);
    PolicyFile before = PolicyFile.parse("before", text);
    PolicyFile after =
        PolicyFile.parse("after", random.nextInt(3) > 0 ? limitsAnew(text) : policy(shuffled()));
    History history = new History(calls(), FROM, levels());
    Replayed recorded = history.replay(before);
    Replayed real = history.replay(after);

    PolicyTrial trial =
        new PolicyTrial(before.policy(), after, new Term(FROM, FROM + HOURS * 3_600L));
    recorded.rows().forEach(trial::add);
    Trial end = trial.end(caller -> history.levels().getOrDefault(caller, Levels.NONE));

    String of = "seed=%s\n%s\n---\n%s".formatted(seed, text, end);
    int all = real.everybody().size();
    assertThat(all).as(of).isBetween(end.refused().atLeast(), end.refused().atMost());
    for (GroupTrial group : end.groups()) {
      int number = real.refused().getOrDefault(group.group(), Set.of()).size();
      assertThat(number)
          .as("group=%s %s", group, of)
          .isBetween(group.refused().atLeast(), group.refused().atMost());
    }
    refusedForSure += end.refused().atLeast();
    refusedTrue += all;
    exact += end.refused().atLeast() == end.refused().atMost() ? 1 : 0;
  }

  /** Three groups of these endpoints, the rest in none. */
  private String policy(String[] endpoints) {
    StringBuilder text = new StringBuilder();
    text.append("window: ").append(random.nextBoolean() ? "clock" : "first-call").append('\n');
    text.append("groups:\n");
    for (int group = 0; group < 3; group++) {
      text.append("  g").append(group).append(":\n    limit:\n");
      text.append("      - ").append(limit()).append('\n');
      if (random.nextInt(3) == 0) {
        text.append("      - limit: ").append(limit()).append("\n        name: more");
        text.append(group).append('\n');
      }
      if (random.nextInt(4) == 0) {
        text.append("    counter: each-endpoint\n");
      }
      text.append("    endpoints:\n      - ").append(endpoints[group]).append('\n');
      if (group == 0) {
        text.append("      - ").append(endpoints[3]).append('\n');
      }
    }
    text.append("other: ").append(limit()).append('\n');
    if (random.nextInt(4) == 0) {
      text.append("open:\n  - GET /o\n");
    }
    return text.toString();
  }

  private String limit() {
    String form = LIMITS[random.nextInt(LIMITS.length)];
    return form.formatted((form.contains("burst") ? 3 : 1) + random.nextInt(30));
  }

  /** Other numbers, and the same endpoints in their groups. */
  private String limitsAnew(String text) {
    StringBuilder anew = new StringBuilder();
    for (String line : text.lines().toList()) {
      String changed = line;
      if (line.startsWith("      - limit: ")) {
        changed = "      - limit: " + limit();
      } else if (line.matches("      - [0-9].*")) {
        changed = "      - " + limit();
      } else if (line.startsWith("other: ")) {
        changed = "other: " + limit();
      }
      anew.append(changed).append('\n');
    }
    return anew.toString();
  }

  private String[] shuffled() {
    List<String> endpoints = new ArrayList<>(List.of(ENDPOINTS));
    endpoints.add("GET /d/1");
    Collections.shuffle(endpoints, random);
    return endpoints.toArray(String[]::new);
  }

  private Map<String, Levels> levels() {
    Map<String, Levels> levels = new HashMap<>();
    if (random.nextInt(2) == 0) {
      Term term =
          random.nextBoolean()
              ? Term.ALWAYS
              : new Term(FROM + random.nextInt(9_000), FROM + 9_000 + random.nextInt(15_000));
      LimitRule rule = new LimitRule(Target.ALL, new Amount.Count(1 + random.nextInt(20)), term);
      levels.put("key_a", new Levels(List.of(), List.of(), List.of(rule)));
    }
    return levels;
  }

  private List<Came> calls() {
    List<Came> calls = new ArrayList<>();
    for (String caller : CALLERS) {
      int busy = 1 + random.nextInt(PATHS.length);
      for (int hour = 0; hour < HOURS; hour++) {
        int many = random.nextInt(3) == 0 ? 0 : random.nextInt(40);
        int habit = random.nextInt(5);
        long start = (FROM + hour * 3_600L) * 1_000_000;
        for (int i = 0; i < many; i++) {
          long micros = start + offset(habit, i, many);
          int fate = random.nextInt(20);
          calls.add(
              new Came(
                  micros,
                  caller,
                  PATHS[random.nextInt(busy)],
                  fate == 0 ? Fate.BLOCKED : fate == 1 ? Fate.NOT_SENT : Fate.ANSWERED,
                  micros + 1 + random.nextInt(100_000_000)));
        }
      }
    }
    calls.sort(Comparator.comparingLong(Came::micros));
    return calls;
  }

  /** When in its hour: evenly, anywhere, at its very beginning, its very end, or both. */
  private long offset(int habit, int index, int many) {
    return switch (habit) {
      case 0 -> 3_600_000_000L / many * index;
      case 1 -> (long) (random.nextDouble() * 3_600_000_000L);
      case 2 -> index;
      case 3 -> index < many / 2 ? index : 3_600_000_000L - many + index;
      default -> 3_600_000_000L - many + index;
    };
  }

  // Where the hours tell all, both bounds are the number.

  private static Trial trial(String limit, String window, long... callsByHour) {
    PolicyFile after =
        PolicyFile.parse("after", "window: %s\nother: %s\n".formatted(window, limit));
    PolicyTrial trial =
        new PolicyTrial(after.policy(), after, new Term(FROM, FROM + callsByHour.length * 3_600L));
    for (int i = 0; i < callsByHour.length; i++) {
      if (callsByHour[i] > 0) {
        trial.add(
            new UsageRow("key_a", "other", FROM + i * 3_600L, new Counts(callsByHour[i], 0, 0)));
      }
    }
    return trial.end(caller -> Levels.NONE);
  }

  private static void assertBounds(Trial trial, int atLeast, int atMost) {
    assertThat(List.of(trial.refused().atLeast(), trial.refused().atMost()))
        .as(trial.toString())
        .isEqualTo(List.of(atLeast, atMost));
  }

  @Test
  void trial_whereTheHoursTellAll_isExact() {
    assertBounds(trial("500/hour", "clock", 500, 500), 0, 0);
    assertBounds(trial("500/hour", "clock", 500, 501), 1, 1);
    assertBounds(trial("500/hour", "first-call", 0, 500), 0, 0);
    assertBounds(trial("500/hour", "first-call", 0, 501), 1, 1);
    assertBounds(trial("500/hour", "first-call", 500, 500, 501), 1, 1);
    assertBounds(trial("900/2h", "clock", 450, 450, 450, 450), 0, 0);
    assertBounds(trial("500/hour sliding", "clock", 501), 1, 1);
    assertBounds(trial("3600/hour smooth, burst 20", "clock", 0, 20), 0, 0);
    assertBounds(trial("3600/hour smooth, burst 20", "clock", 3_620), 1, 1);
  }

  @Test
  void trial_whereTheMinutesMatter_tellsHowFar() {
    assertBounds(trial("500/hour", "first-call", 500, 1), 0, 1);
    assertBounds(trial("500/hour", "first-call", 500, 500), 0, 1);
    assertBounds(trial("500/hour", "first-call", 1, 501), 0, 1);
    assertBounds(trial("500/hour", "first-call", 500, 500, 500), 0, 1);
    assertBounds(trial("500/hour", "first-call", 1_001), 1, 1);
    assertBounds(trial("100/20m", "clock", 300), 0, 1);
    assertBounds(trial("100/20m", "clock", 301), 1, 1);
    assertBounds(trial("500/hour sliding", "clock", 500, 1), 0, 1);
    assertBounds(trial("3600/hour smooth, burst 20", "clock", 3_619), 0, 1);
    assertBounds(trial("3600/hour smooth, burst 20", "clock", 12, 12), 0, 1);
    assertBounds(trial("3600/hour smooth, burst 20", "clock", 12, 0, 12), 0, 0);
    assertBounds(trial("2 in flight", "clock", 1_000), 0, 1);
    assertBounds(trial("2 in flight", "clock", 2), 0, 0);
  }
}
