package io.tallygate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PolicyDiffTest {

  private static final String BEFORE =
      """
      title: Rate limits
      groups:
        files:
          limit: 500/hour
          endpoints:
            - GET /files
            - GET /files/{id}
        tools:
          limit:
            - 500/hour
            - name: burst
              limit: 10/second
          endpoints:
            - POST /tools/*
          note: all of them
      other: 100/hour
      open:
        - GET /docs/*
      """;

  /** Text, what is put in its place, and what a customer would notice. */
  static Stream<Arguments> edits() {
    return Stream.of(
        Arguments.of(
            "- 500/hour",
            "- 600/hour",
            List.of("limit raised tools 500 requests/hour -> 600 requests/hour")),
        Arguments.of(
            "other: 100/hour",
            "other: 50/hour",
            List.of("limit lowered other 100 requests/hour -> 50 requests/hour")),
        Arguments.of(
            "limit: 10/second",
            "limit: 10/minute",
            List.of("limit changed tools/burst 10 requests/second -> 10 requests/minute")),
        Arguments.of("{id}", "*", List.of("endpoint moved GET /files/* other -> files")),
        Arguments.of(
            "GET /docs/*",
            "GET /tools/*",
            List.of(
                "endpoint moved GET /docs/* open -> other",
                "endpoint moved GET /tools/* other -> open")),
        Arguments.of(
            "note: all of them",
            "note: all",
            List.of("group setting tools note all of them -> all")),
        Arguments.of(
            "note: all of them",
            "published: false",
            List.of(
                "group setting tools published true -> false",
                "group setting tools note all of them -> (none)")),
        Arguments.of(
            "note: all of them",
            "counter: each-endpoint",
            List.of(
                "group setting tools counter shared -> each-endpoint",
                "group setting tools note all of them -> (none)")));
  }

  @ParameterizedTest
  @MethodSource("edits")
  void of_oneEdit_tellsWhatACustomerWouldNotice(String text, String edit, List<String> changes) {
    String after = BEFORE.replace(text, edit);

    assertThat(after).isNotEqualTo(BEFORE);
    assertThat(diff(after).lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactlyElementsOf(changes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          title: Limits                   | title Rate limits -> Limits
          window: clock                   | window first-call -> clock
          case: exact                     | case ignore -> exact
          contact: a@b.c                  | contact (none) -> a@b.c
          on-full: allow                  | on-full deny -> allow
          key-prefix: a_                  | key-prefix tg_key_ -> a_
          ietf-headers: off               | ietf-headers draft-10 -> off
          'cors: ["*"]'                   | cors (none) -> *
          'pass-headers: [X-HTTP-Method]' | pass-headers (none) -> X-HTTP-Method
          'errors: {rate_limited: Wait}'  | errors.rate_limited (none) -> Wait
          """)
  void of_otherSetting_isTold(String setting, String change) {
    String after = BEFORE.replace("title: Rate limits", setting);

    assertThat(diff(after).replaceAll(" +", " ")).isEqualTo("setting " + change + "\n");
  }

  /** Of one limit before and after, the kind of the change. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          500/hour                   | 500/hour sliding           | changed
          500/hour sliding           | 501/hour sliding           | raised
          500/hour smooth            | 500/hour smooth, burst 2   | raised
          500/hour smooth, burst 9   | 600/hour smooth, burst 9   | raised
          500/hour smooth, burst 9   | 500/hour smooth, burst 8   | lowered
          500/hour smooth, burst 9   | 400/hour smooth, burst 8   | lowered
          500/hour smooth, burst 9   | 600/hour smooth, burst 8   | changed
          500/hour smooth, burst 9   | 500/minute smooth, burst 9 | changed
          10 in flight               | 11 in flight               | raised
          10 in flight               | 9 in flight                | lowered
          10 in flight               | 10/hour                    | changed
          """)
  void of_limitWithAlgorithm_tellsWhichWayItChanges(String before, String after, String kind) {
    PolicyDiff diff =
        PolicyDiff.of(
            PolicyFile.parse("before", "other: " + before),
            PolicyFile.parse("after", "other: " + after));

    assertThat(diff.text().replaceAll(" +", " "))
        .isEqualTo(
            "limit %s other %s -> %s\n"
                .formatted(kind, LimitText.parse(before), LimitText.parse(after)));
  }

  @Test
  void of_groupTakenOut_tellsWhereItsEndpointsCount() {
    String after =
        BEFORE.replaceAll("(?s)  files:.*(?=  tools)", "").replace("POST /tools/*", "GET /files/*");

    assertThat(diff(after))
        .isEqualTo(
            """
            group removed   files            500 requests/hour -> (none)
            endpoint moved  GET /files       files -> other
            endpoint moved  GET /files/{id}  files -> tools
            endpoint moved  POST /tools/*    tools -> other
            endpoint moved  GET /files/*     other -> tools
            """);
  }

  @Test
  void of_groupPutIn_tellsWhatLeavesTheOthers() {
    String after =
        BEFORE.replace(
            "other: 100/hour",
            "  one:\n    limit: 5/hour\n    endpoints:\n      - POST /tools/one\nother: 100/hour");

    assertThat(diff(after))
        .isEqualTo(
            """
            group added     one              (none) -> 5 requests/hour
            endpoint moved  POST /tools/one  tools -> one
            """);
  }

  @Test
  void of_limitsAddedAndTakenOut_areTold() {
    String after = BEFORE.replace("name: burst", "name: quick");

    assertThat(diff(after))
        .isEqualTo(
            """
            limit removed  tools/burst  10 requests/second -> (none)
            limit added    tools/quick  (none) -> 10 requests/second
            """);
  }

  @Test
  void of_sameMeaning_isEmpty() {
    String after =
        BEFORE.replace("500/hour", "500 requests per 60 minutes").replace("{id}", "{file}");
    PolicyDiff diff = PolicyDiff.of(PolicyFile.parse("a", BEFORE), PolicyFile.parse("b", after));

    assertThat(diff.isEmpty()).isTrue();
    assertThat(diff.text()).isEmpty();
  }

  private static String diff(String after) {
    return PolicyDiff.of(PolicyFile.parse("before", BEFORE), PolicyFile.parse("after", after))
        .text();
  }
}
