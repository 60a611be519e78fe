package io.tallygate.gateway.admin;

import io.tallygate.gateway.admin.ApiProblem.Code;
import io.tallygate.gateway.alert.Alerts;
import io.tallygate.gateway.key.Administration;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Version;
import io.tallygate.gateway.usage.Usage;
import io.tallygate.policy.yaml.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request as an operation sees it, once it is known who asks.
 *
 * @param means by which it is done
 * @param parameters of the path
 * @param query of the URL, each name once
 * @param ifMatch the header field; empty if it was not sent
 */
record ApiCall(
    Means means,
    Map<String, String> parameters,
    Map<String, String> query,
    String ifMatch,
    String body) {

  private static final Pattern ETAG = Pattern.compile("\"([0-9]{1,18})(?:-[0-9a-f]{1,64})?\"");
  private static final Pattern SIZE = Pattern.compile("[0-9]{1,9}");

  /**
   * What an operation does its work with, in the name of the one who asks.
   *
   * @param all what may be done with keys and the like; it is audited
   * @param alerts the same of alerts
   * @param usage the same for everybody
   */
  record Means(Administration all, Alerts alerts, Usage usage) {}

  Administration all() {
    return means.all();
  }

  Alerts alerts() {
    return means.alerts();
  }

  Usage usage() {
    return means.usage();
  }

  /** A parameter of the path. */
  String parameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalStateException("path has no such parameter: name=" + name);
    }
    return value;
  }

  /** Refuses what an operation does not ask for. */
  void requireQuery(List<String> known) {
    for (String name : query.keySet()) {
      if (!known.contains(name)) {
        String shown = name.matches("[A-Za-z][A-Za-z_-]{0,30}") ? name : "…";
        throw ApiProblem.ofField(
            shown,
            "no such query parameter: parameter="
                + shown
                + (known.isEmpty() ? "; there are none here" : Nearest.hintOrAll(name, known)));
      }
    }
  }

  Optional<String> asked(String name) {
    return Optional.ofNullable(query.get(name));
  }

  String required(String name) {
    return asked(name)
        .orElseThrow(() -> ApiProblem.ofField(name, "query must have the parameter: " + name));
  }

  /** Which page is asked for. */
  Page.Request page() {
    String size = query.getOrDefault("size", Integer.toString(Page.Request.FIRST.size()));
    int rows = SIZE.matcher(size).matches() ? Integer.parseInt(size) : 0;
    if (rows < 1 || rows > Page.Request.SIZE_MAX) {
      throw ApiProblem.ofField("size", "size must be 1 to " + Page.Request.SIZE_MAX);
    }
    try {
      return new Page.Request(rows, query.getOrDefault("cursor", ""));
    } catch (IllegalArgumentException e) {
      throw ApiProblem.ofField("cursor", String.valueOf(e.getMessage()));
    }
  }

  /** The state that was seen, as {@code If-Match} has it. */
  Version seen() {
    if (ifMatch.isEmpty() || ifMatch.equals("*")) {
      return Version.ANY;
    }
    Matcher tag = ETAG.matcher(ifMatch);
    if (!tag.matches()) {
      throw new ApiProblem(
          Code.STALE, "if-match must be one ETag that this resource had", "If-Match");
    }
    return new Version(Long.parseLong(tag.group(1)));
  }

  Fields fields(String... known) {
    return Fields.parse(body, List.of(known));
  }
}
