package io.tallygate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** Text that is put in the place of other text, and what a customer would notice. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          - 500/hour          | - 600/hour          | limit raised tools 500 requests/hour -> 600 requests/hour
          other: 100/hour     | other: 50/hour      | limit lowered other 100 requests/hour -> 50 requests/hour
          limit: 10/second    | limit: 10/minute    | limit changed tools/burst 10 requests/second -> 10 requests/minute
          'GET /files/{id}\n' | 'GET /files/*\n'    | endpoint moved GET /files/* other -> files
          - GET /docs/*       | - GET /tools/*      | endpoint moved GET /docs/* open -> other;endpoint moved GET /tools/* other -> open
          title: Rate limits  | title: Limits       | setting title Rate limits -> Limits
          title: Rate limits  | window: clock       | setting window first-call -> clock
          title: Rate limits  | case: exact         | setting case ignore -> exact
          title: Rate limits  | contact: a@b.c      | setting contact (none) -> a@b.c
          title: Rate limits  | on-full: allow      | setting on-full deny -> allow
          title: Rate limits  | key-prefix: a_      | setting key-prefix tg_key_ -> a_
          title: Rate limits  | ietf-headers: off   | setting ietf-headers draft-10 -> off
          title: Rate limits  | 'cors: ["*"]'       | setting cors (none) -> *
          title: Rate limits  | 'pass-headers: [X-HTTP-Method]' | setting pass-headers (none) -> X-HTTP-Method
          title: Rate limits  | 'errors: {rate_limited: Wait}'  | setting errors.rate_limited (none) -> Wait
          note: all of them   | note: all           | group setting tools note all of them -> all
          note: all of them   | published: false    | group setting tools published true -> false;group setting tools note all of them -> (none)
          note: all of them   | counter: each-endpoint | group setting tools counter shared -> each-endpoint;group setting tools note all of them -> (none)
          """)
  void of_oneEdit_tellsWhatACustomerWouldNotice(String text, String edit, String changes) {
    String after = BEFORE.replace(text.replace("\\n", "\n"), edit.replace("\\n", "\n"));

    assertThat(after).isNotEqualTo(BEFORE);
    assertThat(diff(after).replaceAll(" +", " ").strip()).isEqualTo(changes.replace(";", "\n"));
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
