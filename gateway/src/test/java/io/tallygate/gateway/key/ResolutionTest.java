package io.tallygate.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.gateway.key.Levels.Level;
import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import io.tallygate.gateway.key.Resolution.Resolved;
import io.tallygate.gateway.key.Resolution.Step;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.LimitOverride;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResolutionTest {

  private static final List<PublishedLimit> POLICY =
      List.of(
          new PublishedLimit("tools", "tools", 500, Duration.ofHours(1)),
          new PublishedLimit("tools", "burst", 10, Duration.ofSeconds(1)),
          new PublishedLimit("other", "other", 2_500, Duration.ofHours(1)));

  private static final Map<String, Limit> KINDS =
      Map.of(
          "fixed", new Limit("fixed", 9, Duration.ofHours(1)),
          "sliding", Limit.sliding("sliding", 9, Limit.PERIOD_MAX),
          "smooth", Limit.smooth("smooth", 9, Duration.ofMinutes(1), 7),
          "inFlight", Limit.inFlight("at-once", 9));

  /** Rules as {@code target=amount@from-until}, separated by spaces. */
  private static List<LimitRule> rules(String text) {
    if (text == null || text.equals("-")) {
      return List.of();
    }
    return Arrays.stream(text.split(" ", -1)).map(ResolutionTest::rule).toList();
  }

  private static LimitRule rule(String text) {
    String[] parts = text.split("[=@]", -1);
    Amount amount =
        parts[1].startsWith("x")
            ? new Amount.Factor(Math.round(Double.parseDouble(parts[1].substring(1)) * 1_000))
            : new Amount.Count(Long.parseLong(parts[1]));
    if (parts.length == 2) {
      return LimitRule.always(Target.parse(parts[0]), amount);
    }
    String[] term = parts[2].split("-", -1);
    long until = term[1].isEmpty() ? Term.NO_END : Long.parseLong(term[1]);
    return new LimitRule(Target.parse(parts[0]), amount, new Term(Long.parseLong(term[0]), until));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # plan           | owner        | key                  | tools      | burst | other
          -                | -            | -                    | 500        | 10    | 2500
          all=x2           | -            | -                    | 1000       | 10    | 5000
          tools=2000       | -            | -                    | 2000       | 10    | 2500
          all=x2 tools=700 | -            | -                    | 700        | 10    | 5000
          tools=700 all=x2 | -            | -                    | 700        | 10    | 5000
          tools/burst=20   | -            | -                    | 500        | 20    | 2500
          -                | all=9        | -                    | 9          | 10    | 9
          -                | tools=9      | all=7                | 7          | 10    | 7
          tools=2000       | all=x2       | -                    | 4000       | 10    | 5000
          tools=2000       | all=x2       | tools=x0.5           | 2000       | 10    | 5000
          all=x2           | tools=3000   | all=x2               | 6000       | 10    | 10000
          tools=2000       | tools=100    | tools=50             | 50         | 10    | 2500
          tools=x1.5       | -            | tools=x1.5           | 1125       | 10    | 2500
          tools=x0.333     | -            | -                    | 166        | 10    | 2500
          tools=x0.001     | -            | -                    | 1          | 10    | 2500
          all=x1000000     | all=x1000000 | -                    | 1000000000 | 10    | 1000000000
          gone=7           | gone/x=7     | -                    | 500        | 10    | 2500
          -                | -            | tools=7@50-60        | 500        | 10    | 2500
          -                | -            | tools=7@100-101      | 7          | 10    | 2500
          -                | -            | tools=7@99-100       | 500        | 10    | 2500
          -                | -            | tools=7@101-         | 500        | 10    | 2500
          -                | -            | all=x2@90- tools=7@0-95 | 1000    | 10    | 5000
          -                | -            | tools=7 tools=8@50-  | 8          | 10    | 2500
          -                | -            | tools=8@50- tools=7  | 8          | 10    | 2500
          -                | -            | all=9@60- tools=8@50- | 8         | 10    | 9
          -                | -            | tools=8@50-99 tools=7 | 7         | 10    | 2500
          """)
  void of_levels_isByPrecedence(
      String plan, String owner, String key, long tools, long burst, long other) {
    Resolution resolution =
        Resolution.of(POLICY, new Levels(rules(plan), rules(owner), rules(key)), 100);

    assertThat(resolution.limits())
        .extracting(Resolved::count)
        .containsExactly(tools, burst, other);
  }

  /** The number that a rule gives a limit, and what the limit can count of it. */
  @ParameterizedTest
  @CsvSource({
    "fixed, 1000000000, 1000000000, 1000000000",
    "sliding, 1000000000, 284836, 284836",
    "smooth, 1000000000, 600000, 7",
    "smooth, 3, 3, 3",
    "inFlight, 1000000000, 1000000, 1000000",
    "inFlight, 3, 3, 3",
  })
  void of_numberForAll_isHeldToWhatTheLimitCanCount(
      String name, long number, long count, long burst) {
    Levels levels = new Levels(rules("all=" + number), List.of(), List.of());
    Resolved resolved =
        Resolution.of(List.of(firstOf(Objects.requireNonNull(KINDS.get(name)))), levels, 100)
            .limits()
            .get(0);

    assertThat(resolved.count()).isEqualTo(count);
    assertThat(resolved.inForce().burst()).isEqualTo(burst);
  }

  private static PublishedLimit firstOf(Limit limit) {
    return new PublishedLimit(limit.name(), limit);
  }

  @Test
  void countMax_ofEachKind_isTheMostThatALimitTakes() {
    KINDS
        .values()
        .forEach(
            limit -> {
              long most = PublishedLimit.countMax(limit);

              assertThat(limit.withCount(most).count()).isEqualTo(most);
              assertThatThrownBy(() -> limit.withCount(most + 1))
                  .isInstanceOf(IllegalArgumentException.class);
            });
  }

  @Test
  void of_levels_tellsTheStepsThatLedThere() {
    Levels levels = new Levels(rules("all=x2"), List.of(), rules("tools=x3"));

    List<Step> steps = Resolution.of(POLICY, levels, 100).limits().get(0).steps();

    assertThat(steps).extracting(Step::level).containsExactly(Level.POLICY, Level.PLAN, Level.KEY);
    assertThat(steps).extracting(Step::count).containsExactly(500L, 1_000L, 3_000L);
    assertThat(steps.get(2).rule()).contains(rules("tools=x3").get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "tools=7@50-60, 9223372036854775807",
    "tools=7@100-200, 200",
    "tools=7@101-200, 101",
    "tools=7@99-100, 9223372036854775807",
    "tools=7@0-300 all=x2@250-400, 250",
  })
  void of_terms_tellsTheNextChange(String key, long next) {
    Levels levels = new Levels(List.of(), List.of(), rules(key));

    assertThat(Resolution.of(POLICY, levels, 100).nextChangeSecond()).isEqualTo(next);
  }

  @Test
  void requireInRange_resultOutOfRange_isRefused() {
    assertThatThrownBy(() -> requireInRange("tools=x2000001"))
        .hasMessage(
            "factor must be x0.001 to x1000000, with at most 3 decimals: factor=2000001.000");
    assertThatThrownBy(() -> requireInRange("other=x400000.001"))
        .hasMessage(
            "limit must be 1 to 1000000000: limit=other amount=x400000.001 result=1000000002");
    assertThatThrownBy(() -> requireInRange("tools=x0.001"))
        .hasMessage("limit must be 1 to 1000000000: limit=tools amount=x0.001 result=0");
    requireInRange("other=x400000");
    requireInRange("tools=x0.002");
  }

  private static void requireInRange(String rule) {
    Levels levels = new Levels(List.of(), List.of(), rules(rule));
    Resolution.requireInRange(POLICY, levels, rules(rule).get(0), 0);
  }

  /** Against the definition, written as naively as it reads. */
  @Test
  void of_randomLevels_isWhatTheDefinitionSays() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      Levels levels = new Levels(randomRules(random), randomRules(random), randomRules(random));
      long second = random.nextInt(12);
      Resolution resolution = Resolution.of(POLICY, levels, second);
      for (int limit = 0; limit < POLICY.size(); limit++) {
        assertThat(resolution.limits().get(limit).count())
            .as("seed=%s %s at %s", seed, levels, second)
            .isEqualTo(naive(POLICY.get(limit), levels, second));
      }
      for (long later = second; later < resolution.nextChangeSecond() && later < 12; later++) {
        assertThat(counts(levels, later))
            .as("seed=%s %s from %s to %s", seed, levels, second, later)
            .isEqualTo(counts(levels, second));
      }
    }
  }

  /** What the limiter takes must be at each second what the resolution is at that second. */
  @Test
  void callerLimits_randomLevels_areTheResolutionAtEachSecond() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      Levels levels = new Levels(randomRules(random), randomRules(random), randomRules(random));
      long from = random.nextInt(12);
      CallerLimits limits = CallerLimits.of(POLICY, levels, from);
      for (long second = from; second < limits.untilSecond() && second < 14; second++) {
        for (PublishedLimit limit : POLICY) {
          assertThat(taken(limits, limit, second))
              .as("seed=%s %s from %s at %s", seed, levels, from, second)
              .isEqualTo(naive(limit, levels, second));
        }
      }
      assertThat(limits.untilSecond()).isGreaterThan(from);
    }
  }

  /** As {@code Caller} reads its overrides: the first that has not ended. */
  private static long taken(CallerLimits limits, PublishedLimit limit, long second) {
    for (LimitOverride override : limits.overrides()) {
      if (override.limit().equals(limit.name()) && second < override.untilSecond()) {
        return override.count();
      }
    }
    return limit.count();
  }

  private static List<Long> counts(Levels levels, long second) {
    return Resolution.of(POLICY, levels, second).limits().stream().map(Resolved::count).toList();
  }

  private static long naive(PublishedLimit limit, Levels levels, long second) {
    long count = limit.count();
    for (List<LimitRule> level : List.of(levels.plan(), levels.owner(), levels.key())) {
      LimitRule best = null;
      for (LimitRule rule : level) {
        boolean isOwn =
            rule.target().group().equals(limit.group())
                && rule.target().limit().equals(limit.name());
        boolean isForAll = rule.target().isAll() && limit.group().equals(limit.name());
        boolean inForce = rule.term().fromSecond() <= second && second < rule.term().untilSecond();
        if (!inForce || (!isOwn && !isForAll)) {
          continue;
        }
        boolean bestIsForAll = best != null && best.target().isAll();
        if (best == null
            || (isOwn && bestIsForAll)
            || (isOwn != bestIsForAll && rule.term().fromSecond() > best.term().fromSecond())) {
          best = rule;
        }
      }
      if (best != null && best.amount() instanceof Amount.Count number) {
        count = number.count();
      } else if (best != null && best.amount() instanceof Amount.Factor factor) {
        count = Math.max(1, Math.min(1_000_000_000, count * factor.thousandths() / 1_000));
      }
    }
    return count;
  }

  /** Unique in target and beginning, as the database holds them. */
  private static List<LimitRule> randomRules(Random random) {
    List<Target> targets =
        List.of(Target.ALL, Target.of("tools"), new Target("tools", "burst"), Target.of("other"));
    List<LimitRule> rules = new ArrayList<>();
    for (Target target : targets) {
      int from = 0;
      while (random.nextInt(3) == 0) {
        long until = random.nextInt(4) == 0 ? Term.NO_END : from + 1 + random.nextInt(8);
        Amount amount =
            random.nextBoolean()
                ? new Amount.Count(1 + random.nextInt(1_000))
                : new Amount.Factor(1 + random.nextInt(5_000));
        rules.add(new LimitRule(target, amount, new Term(from, until)));
        from += 1 + random.nextInt(4);
      }
    }
    Collections.shuffle(rules, random);
    return rules;
  }
}
