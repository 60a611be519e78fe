package io.tallygate.limiter.header;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.Call;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.LimiterConfig;
import io.tallygate.limiter.clock.FakeTicker;
import io.tallygate.limiter.header.HeaderFields.Ietf;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The fields as callers parse them (S11): Structured Fields of RFC 9651. */
final class HeaderFieldsTest {

  /** A member: a String, then parameters; the subset of RFC 9651 that the draft uses. */
  private static final Pattern MEMBER =
      Pattern.compile("\"((?:[ !#-\\[\\]-~]|\\\\[\"\\\\])*)\"((?:;[a-z*][a-z0-9_.*-]*=[^;, ]+)*)");

  private static final Pattern PARAMETER = Pattern.compile(";([a-z*][a-z0-9_.*-]*)=([^;]+)");
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,15}");
  private static final Pattern STRING = Pattern.compile("\"[ !#-\\[\\]-~]*\"");
  private static final Pattern BYTES = Pattern.compile(":[A-Za-z0-9+/]*={0,2}:");

  private record Member(String name, Map<String, String> parameters) {

    long number(String parameter) {
      String value = parameters.getOrDefault(parameter, "");
      assertThat(value).matches(INTEGER);
      return Long.parseLong(value);
    }
  }

  /** Parses a List strictly: what does not parse whole is an error. */
  private static List<Member> parse(String field) {
    List<Member> members = new ArrayList<>();
    int at = 0;
    Matcher matcher = MEMBER.matcher(field);
    while (at < field.length()) {
      if (at > 0) {
        assertThat(field.startsWith(", ", at)).as(field).isTrue();
        at += 2;
      }
      assertThat(matcher.region(at, field.length()).lookingAt()).as(field).isTrue();
      Map<String, String> parameters = new LinkedHashMap<>();
      Matcher each = PARAMETER.matcher(matcher.group(2));
      while (each.find()) {
        assertThat(parameters.put(each.group(1), each.group(2))).isNull();
      }
      members.add(new Member(matcher.group(1), parameters));
      at = matcher.end();
    }
    return members;
  }

  private static Map<String, String> write(Decision decision, Ietf ietf) {
    Map<String, String> fields = new HashMap<>();
    HeaderFields.write(
        decision, ietf, (name, value) -> assertThat(fields.put(name, value)).isNull());
    return fields;
  }

  @Test
  void write_randomLimitsAndIds_parsesAndAgreesWithTheDecision() {
    Random random = new Random(9651);
    FakeTicker ticker = new FakeTicker();
    try (Limiter limiter = new Limiter(LimiterConfig.DEFAULT.withTicker(ticker))) {
      for (int round = 0; round < 2_000; round++) {
        LimitSet limits = randomLimits(limiter, random);
        String id = randomId(random);
        Caller caller = limiter.caller(Caller.Kind.KEY, id, List.of());
        Decision decision = new Decision();
        for (int call = 0; call < 3; call++) {
          limiter.decide(new Call(caller, limits, random.nextInt(4), Call.Mode.CHARGE), decision);
        }

        check(write(decision, Ietf.DRAFT_10), decision, id);
        ticker.advance(Duration.ofMillis(random.nextInt(5_000)));
      }
    }
  }

  private static void check(Map<String, String> fields, Decision decision, String id) {
    List<Member> policies = parse(fields.getOrDefault(HeaderFields.RATE_LIMIT_POLICY, ""));
    List<Member> states = parse(fields.getOrDefault(HeaderFields.RATE_LIMIT, ""));
    assertThat(policies).hasSize(decision.size());
    assertThat(states).hasSize(decision.size());
    String pk = ":" + Base64.getEncoder().encodeToString(id.getBytes(StandardCharsets.UTF_8)) + ":";
    for (int i = 0; i < decision.size(); i++) {
      Member policy = policies.get(i);
      Member state = states.get(i);
      assertThat(policy.name()).isEqualTo(decision.name(i)).isEqualTo(state.name());
      assertThat(policy.parameters().keySet()).containsExactly("q", "w", "qu", "pk");
      assertThat(state.parameters().keySet()).containsExactly("r", "t", "pk");
      assertThat(policy.number("q")).isEqualTo(decision.count(i));
      assertThat(policy.number("w")).isEqualTo(decision.periodSeconds(i)).isPositive();
      assertThat(policy.parameters().get("qu")).isEqualTo("\"requests\"").matches(STRING);
      assertThat(state.number("r")).isBetween(0L, policy.number("q"));
      assertThat(state.number("t")).isPositive();
      assertThat(policy.parameters().get("pk")).isEqualTo(pk).matches(BYTES);
      assertThat(state.parameters().get("pk")).isEqualTo(pk);
    }
    int shown = decision.shown();
    assertThat(fields)
        .containsEntry(HeaderFields.LIMIT, Long.toString(decision.count(shown)))
        .containsEntry(HeaderFields.REMAINING, Long.toString(decision.remaining(shown)))
        .containsEntry(HeaderFields.RESET, Long.toString(decision.resetSecond(shown)));
    if (decision.isAdmitted() || decision.isNever(shown)) {
      assertThat(fields).doesNotContainKey(HeaderFields.RETRY_AFTER);
    } else {
      // RateLimit's t and Retry-After name the same instant.
      assertThat(fields)
          .containsEntry(HeaderFields.RETRY_AFTER, Long.toString(states.get(shown).number("t")));
    }
  }

  private static LimitSet randomLimits(Limiter limiter, Random random) {
    List<Limit> limits = new ArrayList<>();
    int size = 1 + random.nextInt(4);
    for (int i = 0; i < size; i++) {
      String name = "l" + Integer.toString(random.nextInt(1 << 20), 36) + ".-_".charAt(i % 3) + i;
      long count = 1L + random.nextInt(random.nextBoolean() ? 5 : 1_000_000_000);
      limits.add(new Limit(name, count, Duration.ofSeconds(1 + random.nextInt(10_000))));
    }
    return limiter.limits(
        Group.of(limits.get(0).name(), limits, List.of()), WindowStart.FIRST_CALL);
  }

  private static String randomId(Random random) {
    StringBuilder id = new StringBuilder();
    int length = 1 + random.nextInt(40);
    for (int i = 0; i < length; i++) {
      id.append((char) (random.nextInt(10) == 0 ? 0xE9 : ' ' + random.nextInt(95)));
    }
    return id.toString();
  }

  @Test
  void write_address_hasNoPartitionKey() {
    try (Limiter limiter = new Limiter(LimiterConfig.DEFAULT.withTicker(new FakeTicker()))) {
      Limit limit = new Limit("open", 600, Duration.ofMinutes(1));
      LimitSet limits =
          limiter.limits(Group.of("open", List.of(limit), List.of()), WindowStart.FIRST_CALL);
      Decision decision = new Decision();
      limiter.decide(
          Call.of(limiter.caller(Caller.Kind.ADDRESS, "127.0.0.1", List.of()), limits), decision);

      assertThat(write(decision, Ietf.DRAFT_10).values()).noneMatch(value -> value.contains("pk="));
      assertThat(write(decision, Ietf.OFF)).hasSize(3);
    }
  }
}
