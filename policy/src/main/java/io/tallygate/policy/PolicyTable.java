package io.tallygate.policy;

import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A policy as a table for people who run it: all groups, published or not, and the settings. */
public final class PolicyTable {

  /**
   * A group of the policy.
   *
   * @param endpoints as the file writes them; none for {@code other}
   * @param limits each as {@code 500 requests/hour}, all but the first with its name before it
   * @param counter {@code shared} or {@code each-endpoint}
   */
  public record Row(
      String group,
      List<String> endpoints,
      List<String> limits,
      String counter,
      boolean published) {

    public Row {
      endpoints = List.copyOf(endpoints);
      limits = List.copyOf(limits);
    }

    private static Row of(Group group) {
      return new Row(
          group.name(),
          group.endpoints().stream().map(Endpoint::toString).toList(),
          PolicyTable.limits(group),
          Words.of(GroupReader.COUNTERS, group.counter()),
          group.published());
    }
  }

  private static final String ALL_ELSE = "(all other endpoints)";

  private PolicyTable() {}

  /** The groups in the order of the file, {@code other} last. */
  public static List<Row> rows(PolicyFile file) {
    return file.policy().all().stream().map(Row::of).toList();
  }

  /** Everything beside the groups, by the names that the fields have in the file. */
  public static Map<String, String> settings(PolicyFile file) {
    Policy policy = file.policy();
    Gate gate = file.gate();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("title", file.title());
    settings.put("contact", file.contact());
    settings.put("window", Words.of(PolicyReader.WINDOWS, policy.window()));
    settings.put("case", Words.of(PolicyReader.CASES, policy.pathCase()));
    settings.put(
        "open", String.join(", ", policy.open().stream().map(Endpoint::toString).toList()));
    settings.put("key-prefix", gate.keyPrefix());
    settings.put("ietf-headers", Words.of(PolicyReader.IETF_HEADERS, gate.ietf()));
    settings.put("cors", String.join(", ", gate.cors()));
    settings.put("pass-headers", String.join(", ", gate.passHeaders()));
    settings.put("on-full", Words.of(PolicyReader.ON_FULL, policy.onFull()));
    for (ErrorCode code : ErrorCode.values()) {
      if (file.messages().containsKey(code)) {
        settings.put("errors." + code.code(), file.message(code));
      }
    }
    return settings;
  }

  /** The table for a terminal, and below it the settings that are not empty. */
  public static String text(PolicyFile file) {
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("GROUP", "ENDPOINTS", "LIMIT", "COUNTER", "PAGE"));
    for (Row row : rows(file)) {
      int lines = Math.max(1, Math.max(row.endpoints().size(), row.limits().size()));
      for (int i = 0; i < lines; i++) {
        boolean first = i == 0;
        table.add(
            List.of(
                first ? row.group() : "",
                first && row.endpoints().isEmpty() ? ALL_ELSE : at(row.endpoints(), i),
                at(row.limits(), i),
                first ? row.counter() : "",
                first ? (row.published() ? "yes" : "no") : ""));
      }
    }
    List<List<String>> settings = new ArrayList<>();
    settings(file)
        .forEach(
            (name, value) -> {
              if (!value.isEmpty()) {
                settings.add(List.of(name, value));
              }
            });
    return Columns.of(table) + "\n" + Columns.of(settings);
  }

  private static String at(List<String> texts, int index) {
    return index < texts.size() ? texts.get(index) : "";
  }

  static List<String> limits(Group group) {
    List<String> limits = new ArrayList<>();
    for (Limit limit : group.limits()) {
      String name = limits.isEmpty() ? "" : limit.name() + ": ";
      limits.add(name + LimitText.of(limit));
    }
    return limits;
  }

  /** What one counter of a group counts, as a sentence goes on after "one". */
  static String counter(Group group) {
    if (group.name().equals(GroupReader.OTHER)) {
      return "per key, for all endpoints that no group names";
    }
    return group.counter() == CounterScope.SHARED
        ? "per key, shared by the group's endpoints"
        : "per key and endpoint";
  }
}
