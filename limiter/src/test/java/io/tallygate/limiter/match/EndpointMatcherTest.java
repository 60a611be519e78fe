package io.tallygate.limiter.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.PathCase;
import io.tallygate.limiter.policy.Policy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plain paths: which endpoint is the most specific one. */
final class EndpointMatcherTest {

  private static final Policy POLICY = VideoGenShape.policy(PathCase.IGNORED);

  private static final String PLAIN =
      """
      POST,   /v1/tools/generate-image,              tools
      POST,   /v1/tools/any/depth/at/all,            tools
      POST,   /v1/tools,                             other
      POST,   /v1/tools/,                            other
      GET,    /v1/tools/executions/e1,               executions
      POST,   /v1/tools/executions/e1,               tools
      POST,   /v1/tools/executions/e1/cancel,        cancel
      POST,   /v1/tools/executions/e1/cancel/more,   tools
      POST,   /v1/tools/executions/cancel,           tools
      GET,    /v1/files,                             files
      GET,    /v1/files/,                            files
      GET,    /v1/files/f1,                          files
      GET,    /v1/files/f1/,                         files
      GET,    /v1/files/f1/more,                     other
      GET,    /v1/files/upload,                      files
      POST,   /v1/files/upload,                      upload
      POST,   /v1/files/upload/,                     upload
      POST,   /v1/files/search,                      search
      POST,   /v1/files/f1,                          other
      POST,   /v1/files/f1/hydrate,                  hydrate
      POST,   /v1/files/upload/hydrate,              hydrate
      POST,   /v1/files/hydrate,                     other
      GET,    /v1/resources/tts-voices,              resources
      GET,    /v1/resources,                         other
      GET,    /v1/webhooks/endpoints,                webhooks-list
      POST,   /v1/webhooks/endpoints,                webhooks-create
      DELETE, /v1/webhooks/endpoints/w1,             webhooks-delete
      DELETE, /v1/webhooks/endpoints,                other
      GET,    /docs/a/b,                             open
      GET,    /docs,                                 other
      POST,   /docs/a,                               other
      GET,    /,                                     other
      GET,    /v1,                                   other
      GET,    /v2/files,                             other
      PATCH,  /v1/files,                             other
      """;

  private static String payer(Policy policy, String method, String path) {
    return VideoGenShape.payer(EndpointMatcher.of(policy).match(method, path));
  }

  @ParameterizedTest
  @CsvSource(textBlock = PLAIN)
  void match_plainPath_isItsEndpoint(String method, String path, String payer) {
    assertThat(payer(POLICY, method, path)).isEqualTo(payer);
  }

  @ParameterizedTest
  @CsvSource(textBlock = PLAIN)
  void match_orderOfThePolicy_doesNotMatter(String method, String path, String payer) {
    Random random = new Random(7);
    for (int i = 0; i < 20; i++) {
      assertThat(payer(shuffled(POLICY, random), method, path)).isEqualTo(payer);
    }
  }

  private static Policy shuffled(Policy policy, Random random) {
    List<Group> groups = new ArrayList<>();
    for (Group group : policy.groups()) {
      var endpoints = new ArrayList<>(group.endpoints());
      Collections.shuffle(endpoints, random);
      groups.add(Group.of(group.name(), group.limits(), endpoints));
    }
    Collections.shuffle(groups, random);
    return new Policy(
        groups, policy.other(), policy.open(), policy.window(), policy.pathCase(), policy.onFull());
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          /a/b/c,    literals
          /a/b/x,    literal-rest
          /a/x/c,    param-literal
          /a/x/y,    rest
          /a/b,      literal-end
          /a/x,      rest
          /a,        other
          /x/b/c,    first-param
          /x/b/c/d,  other
          /a/b/c/d,  literal-rest
          /a/x/c/d,  rest
          """)
  void match_severalPatternsFit_mostSpecificWins(String path, String payer) {
    Policy policy =
        VideoGenShape.policy(
            """
            rest           GET /a/*
            first-param    GET /{x}/b/c
            param-literal  GET /a/{x}/c
            literal-rest   GET /a/b/*
            literal-end    GET /a/b
            literals       GET /a/b/c
            """,
            CounterScope.SHARED,
            PathCase.IGNORED);

    assertThat(payer(policy, "GET", path)).isEqualTo(payer);
  }

  @Test
  void match_literalBranchLeadsNowhere_comesBackForTheParam() {
    Policy policy =
        VideoGenShape.policy(
            """
            deep  GET /a/b/c/d/e
            back  GET /{x}/b/{y}/d/f
            """,
            CounterScope.SHARED,
            PathCase.IGNORED);

    assertThat(payer(policy, "GET", "/a/b/c/d/f")).isEqualTo("back");
  }

  @Test
  void match_rootAndRest_areTwoPatterns() {
    Policy policy =
        VideoGenShape.policy("root GET /\nrest GET /*", CounterScope.SHARED, PathCase.IGNORED);

    assertThat(payer(policy, "GET", "/")).isEqualTo("root");
    assertThat(payer(policy, "GET", "/x")).isEqualTo("rest");
  }

  @ParameterizedTest
  @CsvSource({
    "HEAD, /v1/files, files",
    "get,  /v1/files, other",
    "Get,  /v1/files, other",
    "GE,   /v1/files, other",
    "PUT,  /v1/files, other",
  })
  void match_method_isComparedExactlyButHeadIsGet(String method, String path, String payer) {
    assertThat(payer(POLICY, method, path)).isEqualTo(payer);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/files/upload, upload, upload",
    "/V1/Files/UPLOAD, upload, other",
    "/v1/files/upload_, other, other",
    "/v1/files/uploa, other, other",
  })
  void match_letterCase_countsOnlyWherePolicySays(String path, String ignored, String exact) {
    assertThat(payer(VideoGenShape.policy(PathCase.IGNORED), "POST", path)).isEqualTo(ignored);
    assertThat(payer(VideoGenShape.policy(PathCase.EXACT), "POST", path)).isEqualTo(exact);
  }

  @Test
  void match_literalWrittenInUpperCase_isFoundInBothCases() {
    Policy policy =
        VideoGenShape.policy("a GET /V1/Files~@", CounterScope.SHARED, PathCase.IGNORED);

    assertThat(payer(policy, "GET", "/v1/fileS~@")).isEqualTo("a");
    // [ is to { as @ is to `: only letters have a case
    assertThat(payer(policy, "GET", "/v1/files~`")).isEqualTo("other");
  }

  @Test
  void match_results_areOneInstanceEach() {
    EndpointMatcher matcher = EndpointMatcher.of(POLICY);

    for (String path : List.of("/v1/files/a", "/docs/a", "/x", "/v1/files/%00")) {
      assertThat(matcher.match("GET", path)).isSameAs(matcher.match("GET", path));
    }
  }

  @Test
  void match_index_countsOverAllGroupsInTheOrderOfThePolicy() {
    EndpointMatcher matcher = EndpointMatcher.of(POLICY);

    assertThat(((Match.Named) matcher.match("POST", "/v1/tools/x")).index()).isEqualTo(0);
    assertThat(((Match.Named) matcher.match("GET", "/v1/files/x")).index()).isEqualTo(4);
    assertThat(((Match.Named) matcher.match("POST", "/v1/files/x/hydrate")).index()).isEqualTo(5);
  }

  @Test
  void match_tenThousandSiblings_areAllFound() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < Policy.ENDPOINTS_MAX; i++) {
      lines.append("g").append(i % 100).append(" GET /v1/").append(i).append('\n');
    }
    EndpointMatcher matcher =
        EndpointMatcher.of(
            VideoGenShape.policy(lines.toString(), CounterScope.SHARED, PathCase.EXACT));

    for (int i = 0; i < Policy.ENDPOINTS_MAX; i++) {
      Match match = matcher.match("GET", "/v1/" + i);
      assertThat(((Match.Named) match).endpoint().pattern()).isEqualTo("/v1/" + i);
    }
    assertThat(VideoGenShape.payer(matcher.match("GET", "/v1/10000"))).isEqualTo("other");
  }
}
