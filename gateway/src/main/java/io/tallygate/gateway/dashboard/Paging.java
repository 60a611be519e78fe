package io.tallygate.gateway.dashboard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How one goes through a list.
 *
 * @param path of the list
 * @param query what is asked for, without where the page begins
 * @param next where the next page begins; empty after the last
 * @param isFirst whether this is the first page
 */
record Paging(String path, Map<String, String> query, String next, boolean isFirst) {

  Paging {
    query = Map.copyOf(query);
  }

  static Paging of(Visit visit, String path, Map<String, String> query, String next) {
    return new Paging(path, query, next, visit.query("cursor").isEmpty());
  }

  String firstUrl() {
    return url(query);
  }

  String nextUrl() {
    Map<String, String> all = new LinkedHashMap<>(query);
    all.put("cursor", next);
    return url(all);
  }

  private String url(Map<String, String> values) {
    String asked =
        values.entrySet().stream()
            .filter(entry -> !entry.getValue().isEmpty())
            .sorted(Map.Entry.comparingByKey())
            .map(
                entry ->
                    entry.getKey()
                        + "="
                        + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return asked.isEmpty() ? path : path + "?" + asked;
  }
}
