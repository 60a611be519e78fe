package io.tallygate.limiter.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a policy may be, at each bound and one past it. */
final class PolicyModelTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private static void refuses(ThrowingCallable what, String message) {
    assertThatThrownBy(what).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  private static Limit limit(String name) {
    return new Limit(name, 5, HOUR);
  }

  private static Group group(String name, String... endpoints) {
    return Group.of(
        name, List.of(limit(name)), List.of(endpoints).stream().map(Endpoint::parse).toList());
  }

  private static Policy policy(List<Group> groups, PathCase pathCase, String... open) {
    return new Policy(
        groups,
        group("other"),
        List.of(open).stream().map(Endpoint::parse).toList(),
        WindowStart.FIRST_CALL,
        pathCase,
        OnFull.DENY);
  }

  @Test
  void limit_count_isOneToABillion() {
    assertThat(new Limit("a", 1, HOUR).withCount(1_000_000_000).count()).isEqualTo(1_000_000_000);
    refuses(() -> new Limit("a", 0, HOUR), "count must be 1 to 1000000000: count=0");
    refuses(
        () -> new Limit("a", 1_000_000_001, HOUR),
        "count must be 1 to 1000000000: count=1000000001");
  }

  @Test
  void limit_period_isWholeSecondsUpTo366Days() {
    assertThat(limit("a").withPeriod(Duration.ofSeconds(1)).period()).hasSeconds(1);
    assertThat(limit("a").withPeriod(Duration.ofDays(366)).period()).hasDays(366);
    for (Duration period :
        List.of(
            Duration.ZERO,
            Duration.ofSeconds(-1),
            Duration.ofMillis(1_500),
            Duration.ofDays(366).plusSeconds(1))) {
      refuses(
          () -> new Limit("a", 1, period),
          "period must be whole seconds from 1s to 366d: period=" + period);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "-a", ".a", "a b", "a\"", "é", "a\n"})
  void name_ofOtherCharacters_isRefused(String name) {
    refuses(
        () -> limit(name),
        "name must be 1 to 64 of a-z 0-9 . _ - and start with a letter or digit: name=" + name);
  }

  @Test
  void name_length_isAtMost64() {
    assertThat(limit("a".repeat(64)).name()).hasSize(64);
    assertThatThrownBy(() -> limit("a".repeat(65))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void override_count_isOneToABillion() {
    assertThat(new LimitOverride("a", 1_000_000_000, 0).count()).isEqualTo(1_000_000_000);
    refuses(() -> new LimitOverride("a", 0, 0), "count must be 1 to 1000000000: count=0");
    assertThatThrownBy(() -> new LimitOverride("a", 1_000_000_001, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void group_limits_areOneToSixteenOfDifferentNames() {
    List<Limit> limits = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      limits.add(limit("l" + i));
    }
    assertThat(Group.of("l0", limits, List.of()).limits()).hasSize(16);
    limits.add(limit("l16"));
    refuses(
        () -> Group.of("l0", limits, List.of()),
        "group must have 1 to 16 limits: group=l0 limits=17");
    refuses(
        () -> Group.of("a", List.of(), List.of()),
        "group must have 1 to 16 limits: group=a limits=0");
    refuses(
        () -> Group.of("a", List.of(limit("b")), List.of()),
        "first limit must bear the group's name: group=a limit=b");
    refuses(
        () -> Group.of("a", List.of(limit("a"), limit("a")), List.of()),
        "limit is named twice: group=a limit=a");
  }

  @Test
  void group_note_isAtMost200Characters() {
    Group group = group("a");
    assertThat(note(group, "n".repeat(200)).note()).hasSize(200);
    refuses(
        () -> note(group, "n".repeat(201)),
        "note must have at most 200 characters: group=a length=201");
  }

  private static Group note(Group group, String note) {
    return new Group(
        group.name(), group.limits(), group.endpoints(), CounterScope.SHARED, true, note);
  }

  @ParameterizedTest
  @CsvSource({
    "GET /, GET /",
    "GET /v1/files/, GET /v1/files",
    "'  POST   /v1/{id}/x ', POST /v1/{id}/x",
    "GET /docs/*, GET /docs/*",
  })
  void endpoint_asWritten_isReadAndShown(String text, String shown) {
    assertThat(Endpoint.parse(text)).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET",
        "/v1",
        "GET v1",
        "GET /a /b",
        "get /v1",
        "HEAD /v1",
        "GET //",
        "GET /a//b",
        "GET /*/a",
        "GET /a*",
        "GET /{}",
        "GET /{1}",
        "GET /{a}b",
        "GET /.",
        "GET /a/../b",
        "GET /%41",
        "GET /a;b",
        "GET /a?b",
        "GET /a#b",
        "GET /é"
      })
  void endpoint_ambiguousOrBroken_isRefused(String text) {
    assertThatThrownBy(() -> Endpoint.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void endpoint_sizes_areBounded() {
    assertThat(Endpoint.parse("GET " + "/a".repeat(32)).segments()).hasSize(32);
    refuses(
        () -> Endpoint.parse("GET " + "/a".repeat(33)),
        "pattern must have at most 32 segments: segments=33");
    assertThat(Endpoint.parse("GET /" + "a".repeat(507)).pattern()).hasSize(508);
    refuses(
        () -> Endpoint.parse("GET /" + "a".repeat(508)),
        "endpoint must have at most 512 characters: length=513");
  }

  @Test
  void policy_patternsThatNoPathTellsApart_areRefused() {
    List<Group> byParam = List.of(group("a", "GET /v1/{id}"), group("b", "GET /v1/{name}"));
    refuses(
        () -> policy(byParam, PathCase.EXACT),
        "endpoint stands twice: endpoint=GET /v1/{name} groups=a,b");
    List<Group> byCase = List.of(group("a", "GET /v1/x"), group("b", "GET /v1/X"));
    assertThat(policy(byCase, PathCase.EXACT).all()).hasSize(3);
    refuses(
        () -> policy(byCase, PathCase.IGNORED),
        "endpoint stands twice: endpoint=GET /v1/X groups=a,b");
    refuses(
        () -> policy(List.of(group("a", "GET /docs/*")), PathCase.EXACT, "GET /docs/*"),
        "endpoint stands twice: endpoint=GET /docs/* groups=a,open");
  }

  @Test
  void policy_names_areUniqueInAll() {
    Group a = Group.of("a", List.of(limit("a"), limit("fast")), List.of());
    Group b = Group.of("b", List.of(limit("b"), limit("fast")), List.of());
    refuses(
        () -> policy(List.of(a, b), PathCase.EXACT),
        "limit name must be unique in the policy: limit=fast groups=a,b");
    refuses(
        () -> policy(List.of(group("other")), PathCase.EXACT),
        "limit name must be unique in the policy: limit=other groups=other,other");
  }

  @Test
  void policy_groups_areAtMostAThousand() {
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < Policy.GROUPS_MAX; i++) {
      groups.add(group("g" + i));
    }
    assertThat(policy(groups, PathCase.EXACT).groups()).hasSize(1_000);
    refuses(
        () -> policy(Collections.nCopies(1_001, group("a")), PathCase.EXACT),
        "policy must have at most 1000 groups: groups=1001");
  }

  @Test
  void withHour_twentySeconds_scalesWholeHoursOnly() {
    Group many =
        Group.of(
            "a",
            List.of(
                limit("a"),
                limit("day").withPeriod(Duration.ofDays(1)),
                limit("odd").withPeriod(Duration.ofMinutes(90)),
                limit("second").withPeriod(Duration.ofSeconds(1))),
            List.of());
    Policy policy = policy(List.of(many), PathCase.EXACT).withHour(Duration.ofSeconds(20));

    assertThat(policy.groups().get(0).limits())
        .extracting(each -> each.period().toSeconds())
        .containsExactly(20L, 480L, 5_400L, 1L);
    assertThat(policy.other().limits().get(0).period()).hasSeconds(20);
    for (Duration hour :
        List.of(Duration.ZERO, Duration.ofMillis(1_500), Duration.ofSeconds(3_601))) {
      refuses(
          () -> policy.withHour(hour), "hour must be whole seconds from 1s to 1h: hour=" + hour);
    }
  }

  @Test
  void withHour_tooShortForASmoothLimit_namesTheHourAndTheWayOut() {
    Limit fast = Limit.smooth("fast", 50_001, Duration.ofHours(2), 1);
    Policy policy = policy(List.of(Group.of("fast", List.of(fast), List.of())), PathCase.EXACT);

    refuses(
        () -> policy.withHour(Duration.ofSeconds(2)),
        "hour must be long enough for at most 10,000 calls a second of a smooth limit: hour=2s"
            + " limit=fast count=50001; hour=3s is long enough for it");
    assertThat(policy.withHour(Duration.ofSeconds(3)).groups().get(0).limits().get(0).period())
        .hasSeconds(6);
  }
}
