package io.tallygate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.match.Match;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import org.junit.jupiter.api.Test;

final class PolicyExplanationTest {

  private final PolicyFile published = Fixtures.policy("golden", "published");

  @Test
  void text_onePattern_saysThatNoOtherMatches() {
    assertThat(text("POST", "/v1/files/upload", named("upload", "POST /v1/files/upload")))
        .isEqualTo(
            """
            POST /v1/files/upload
              group    upload
              pattern  POST /v1/files/upload
              why      no other pattern matches
              limit    500 requests/hour
              counter  one per key, shared by the group's endpoints
              page     published
            """);
  }

  @Test
  void text_severalPatterns_saysWhereTheOthersLost() {
    Match cancel = named("cancel", "POST /v1/tools/executions/{id}/cancel");

    assertThat(text("POST", "/v1/tools/executions/vg_exec_1/cancel", cancel))
        .isEqualTo(
            """
            POST /v1/tools/executions/vg_exec_1/cancel
              group    cancel
              pattern  POST /v1/tools/executions/{id}/cancel
              why      the most specific of 2 patterns that match
                       POST /v1/tools/* (tools) %s
              limit    250 requests/hour
              counter  one per key, shared by the group's endpoints
              page     published
            """
                .formatted("lost at segment 3: executions is more specific than *"));
  }

  @Test
  void text_noPattern_namesThoseOfOtherMethods() {
    assertThat(text("PUT", "/v1/files/upload", new Match.Other()))
        .isEqualTo(
            """
            PUT /v1/files/upload
              group    other
              why      no pattern of the policy matches
                       GET /v1/files/{id} (files) is of another method
                       POST /v1/files/upload (upload) is of another method
              limit    2,500 requests/hour
              counter  one per key, for all endpoints that no group names
              page     not published
            """);
  }

  @Test
  void text_ambiguousPath_namesTheSpellings() {
    assertThat(text("GET", "/v1/files/..%2Ftools", new Match.Ambiguous()))
        .isEqualTo(
            """
            GET /v1/files/..%2Ftools
              group    none: servers may read the path as different endpoints
              answer   400 ambiguous_path
              why      ..: a dot segment goes up one level, or is a name
                       %2f: an encoded slash divides segments, or is part of a name
              cost     nothing: the call is not sent on
              way out  write the path plainly, without .. %2f
            """);
  }

  @Test
  void text_head_saysThatItCountsAsGet() {
    assertThat(text("HEAD", "/v1/Files/", named("files", "GET /v1/files")))
        .contains("method   HEAD counts as GET\n")
        .contains("why      no other pattern matches\n");
  }

  @Test
  void text_otherSpelling_saysThatServersReadItSo() {
    assertThat(text("GET", "/v1/%66iles", named("files", "GET /v1/files")))
        .contains("why      servers read the path so, though it is spelt otherwise\n");
  }

  @Test
  void text_openEndpoint_needsNoKey() {
    PolicyFile file = Fixtures.policy("good", "open-without-groups");

    assertThat(
            PolicyExplanation.text(
                file, "GET", "/a/b", new Match.Open(file.policy().open().get(0))))
        .isEqualTo(
            """
            GET /a/b
              group    none: the endpoint is open, it needs no key
              pattern  GET /*
              why      no other pattern matches
              limit    600 requests/minute
              counter  one per client address, shared by all open endpoints
            """);
  }

  @Test
  void text_severalLimits_areAllTold() {
    PolicyFile file = Fixtures.policy("good", "everything");
    Group tools = file.policy().groups().get(1);

    assertThat(
            PolicyExplanation.text(
                file, "POST", "/v1/tools/a/b", new Match.Named(3, tools, tools.endpoints().get(0))))
        .contains(
            """
              limit    500 requests/hour
                       tools-burst: 10 requests/second
                       tools-daily: 2,000 requests/day
            """);
  }

  private String text(String method, String path, Match match) {
    return PolicyExplanation.text(published, method, path, match);
  }

  private Match named(String name, String endpoint) {
    Group group =
        published.policy().groups().stream()
            .filter(g -> g.name().equals(name))
            .findFirst()
            .orElseThrow();
    return new Match.Named(0, group, Endpoint.parse(endpoint));
  }
}
