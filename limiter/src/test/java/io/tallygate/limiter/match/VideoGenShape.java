package io.tallygate.limiter.match;

import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.OnFull;
import io.tallygate.limiter.policy.PathCase;
import io.tallygate.limiter.policy.Policy;
import io.tallygate.limiter.policy.WindowStart;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A policy of the bundled one's shape, and an API behind it that has some endpoints more. */
final class VideoGenShape {

  /** Of the policy. {@code open} and {@code other} are no groups. */
  private static final String GROUPS =
      """
      tools            POST /v1/tools/*
      executions       GET /v1/tools/executions/{id}
      cancel           POST /v1/tools/executions/{id}/cancel
      files            GET /v1/files
      files            GET /v1/files/{id}
      hydrate          POST /v1/files/{id}/hydrate
      upload           POST /v1/files/upload
      search           POST /v1/files/search
      resources        GET /v1/resources/*
      webhooks-list    GET /v1/webhooks/endpoints
      webhooks-create  POST /v1/webhooks/endpoints
      webhooks-delete  DELETE /v1/webhooks/endpoints/{id}
      archive          POST /v1/files/{id}/archive
      enable-preview   POST /v1/files/{id}/enable-public-preview
      disable-preview  POST /v1/files/{id}/disable-public-preview
      open             GET /docs/*
      """;

  /** What the API serves, with who pays for it. */
  private static final String SERVED_ENDPOINTS =
      """
      tools            POST /v1/tools/generate-image
      tools            POST /v1/tools/text-to-speech
      tools            POST /v1/tools/upscale-video
      executions       GET /v1/tools/executions/{id}
      cancel           POST /v1/tools/executions/{id}/cancel
      files            GET /v1/files
      files            GET /v1/files/{id}
      hydrate          POST /v1/files/{id}/hydrate
      upload           POST /v1/files/upload
      search           POST /v1/files/search
      resources        GET /v1/resources/avatar-presenters
      resources        GET /v1/resources/tts-voices
      webhooks-list    GET /v1/webhooks/endpoints
      webhooks-create  POST /v1/webhooks/endpoints
      webhooks-delete  DELETE /v1/webhooks/endpoints/{id}
      archive          POST /v1/files/{id}/archive
      enable-preview   POST /v1/files/{id}/enable-public-preview
      disable-preview  POST /v1/files/{id}/disable-public-preview
      open             GET /docs/{page}
      other            GET /
      other            GET /v1/admin
      other            POST /v1/text
      other            GET /v1/admin/files/{id}
      other            DELETE /v1/files/{id}
      """;

  /**
   * An endpoint of the API.
   *
   * @param payer the group's name, {@code open} or {@code other}
   */
  record Served(String payer, Endpoint endpoint) {}

  static final List<Served> SERVED = rows(SERVED_ENDPOINTS);

  private VideoGenShape() {}

  static Policy policy(PathCase pathCase) {
    return policy(GROUPS, CounterScope.SHARED, pathCase);
  }

  /**
   * A policy from lines of a group's name and an endpoint; {@code open} is no group. Groups stand
   * in the order of their first line.
   */
  static Policy policy(String lines, CounterScope counter, PathCase pathCase) {
    List<Served> rows = rows(lines);
    List<Group> groups =
        rows.stream()
            .map(Served::payer)
            .distinct()
            .filter(name -> !name.equals("open"))
            .map(name -> new Group(name, limits(name), of(rows, name), counter, true, ""))
            .toList();
    Group other = Group.of("other", limits("other"), List.of());
    return new Policy(
        groups, other, of(rows, "open"), WindowStart.FIRST_CALL, pathCase, OnFull.DENY);
  }

  private static List<Limit> limits(String name) {
    return List.of(new Limit(name, 500, Duration.ofHours(1)));
  }

  private static List<Endpoint> of(List<Served> rows, String name) {
    return rows.stream().filter(row -> row.payer().equals(name)).map(Served::endpoint).toList();
  }

  private static List<Served> rows(String lines) {
    return lines.lines().map(VideoGenShape::row).toList();
  }

  private static Served row(String line) {
    String[] words = line.strip().split("\\s+", 2);
    return new Served(words[0], Endpoint.parse(words[1]));
  }

  /** Who pays for a match: the group's name, {@code open}, {@code other} or {@code ambiguous}. */
  static String payer(Match match) {
    return match instanceof Match.Named named
        ? named.group().name()
        : match.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
