package io.tallygate.command;

import io.tallygate.command.remote.RemoteUsage.KeyNow;
import io.tallygate.gateway.usage.Counts;
import io.tallygate.gateway.usage.GroupCounts;
import io.tallygate.gateway.usage.GroupStanding;
import io.tallygate.gateway.usage.LimitStanding;
import io.tallygate.gateway.usage.RefusedCall;
import io.tallygate.gateway.usage.UsageRow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Usage as the commands print it. */
final class UsageText {

  static final Paging.Print<UsageRow> ROWS =
      new Paging.Print<>(
          List.of("START", "KEY", "GROUP", "ADMITTED", "REFUSED", "FAILED"),
          UsageText::row,
          UsageText::json);

  static final Paging.Print<GroupCounts> SUMS =
      new Paging.Print<>(
          List.of("GROUP", "ADMITTED", "REFUSED", "FAILED"), UsageText::row, UsageText::json);

  private UsageText() {}

  private static List<String> row(UsageRow row) {
    Counts counts = row.counts();
    return List.of(
        Moments.text(row.startSecond()),
        shown(row.caller()),
        shown(row.group()),
        Long.toString(counts.admitted()),
        Long.toString(counts.refused()),
        Long.toString(counts.failed()));
  }

  private static List<String> row(GroupCounts group) {
    Counts counts = group.counts();
    return List.of(
        KeyText.orDash(shown(group.group())),
        Long.toString(counts.admitted()),
        Long.toString(counts.refused()),
        Long.toString(counts.failed()));
  }

  private static JsonNode json(UsageRow row) {
    ObjectNode node = object().put("key", row.caller()).put("group", row.group());
    return counts(node.put("start", Moments.text(row.startSecond())), row.counts());
  }

  private static JsonNode json(GroupCounts group) {
    return counts(object().put("group", group.group()), group.counts());
  }

  private static ObjectNode counts(ObjectNode node, Counts counts) {
    return node.put("admitted", counts.admitted())
        .put("refused", counts.refused())
        .put("failed", counts.failed());
  }

  private static ObjectNode object() {
    return Json.MAPPER.createObjectNode();
  }

  /** How a key stands, and what it was refused last. */
  static String table(KeyNow now) {
    TextTable table =
        new TextTable(
            "GROUP", "LIMIT", "COUNT", "USED", "REMAINING", "RESET IN", "THIS HOUR", "REFUSED");
    long second = now.standing().second();
    for (GroupStanding group : now.standing().groups()) {
      for (LimitStanding limit : group.limits()) {
        table.add(
            group.group() + (group.endpoint().isEmpty() ? "" : " " + group.endpoint()),
            limit.name(),
            Long.toString(limit.limit()),
            Long.toString(limit.used()),
            Long.toString(limit.remaining()),
            limit.periodSeconds() == 0 ? "-" : left(limit, second),
            Long.toString(group.hour().admitted()),
            Long.toString(group.hour().refused()));
      }
    }
    if (now.refusals().isEmpty()) {
      return table.toString();
    }
    TextTable refusals = new TextTable("REFUSED AT", "METHOD", "ENDPOINT", "GROUP", "CODE");
    for (RefusedCall refusal : now.refusals()) {
      refusals.add(
          time(refusal), refusal.method(), refusal.endpoint(), refusal.group(), refusal.code());
    }
    return table + "\n" + refusals;
  }

  static String left(LimitStanding limit, long second) {
    return Quantity.text(Duration.ofSeconds(Math.max(limit.resetSecond() - second, 0)));
  }

  private static String time(RefusedCall refusal) {
    Instant at = Instant.EPOCH.plus(refusal.micros(), ChronoUnit.MICROS);
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  static String json(KeyNow now) {
    ObjectNode node = object().put("key", now.standing().caller());
    node.put("at", Moments.text(now.standing().second()));
    ArrayNode groups = node.putArray("groups");
    for (GroupStanding group : now.standing().groups()) {
      ObjectNode one = groups.addObject().put("group", group.group());
      KeyText.putIfSet(one, "endpoint", group.endpoint().isEmpty() ? null : group.endpoint());
      ArrayNode limits = one.putArray("limits");
      group.limits().forEach(limit -> limit(limits.addObject(), limit));
      counts(one.putObject("hour"), group.hour());
    }
    ArrayNode refusals = node.putArray("refusals");
    for (RefusedCall refusal : now.refusals()) {
      refusals
          .addObject()
          .put("time", time(refusal))
          .put("method", refusal.method())
          .put("endpoint", refusal.endpoint())
          .put("group", refusal.group())
          .put("code", refusal.code());
    }
    return Json.text(node);
  }

  static void limit(ObjectNode node, LimitStanding limit) {
    node.put("limit", limit.name()).put("count", limit.limit()).put("used", limit.used());
    node.put("remaining", limit.remaining());
    if (limit.periodSeconds() > 0) {
      node.put("periodSeconds", limit.periodSeconds());
      node.put("reset", Moments.text(limit.resetSecond()));
    }
  }

  /** What a terminal does not obey. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .map(
            one ->
                Character.isISOControl(one) || Character.getType(one) == Character.FORMAT
                    ? '?'
                    : one)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }
}
