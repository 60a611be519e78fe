package io.tallygate.gateway.admin;

import io.tallygate.gateway.usage.CallerStanding;
import io.tallygate.gateway.usage.Counts;
import io.tallygate.gateway.usage.GroupCounts;
import io.tallygate.gateway.usage.GroupStanding;
import io.tallygate.gateway.usage.HeavyCaller;
import io.tallygate.gateway.usage.LimitStanding;
import io.tallygate.gateway.usage.LiveTotals;
import io.tallygate.gateway.usage.Moment;
import io.tallygate.gateway.usage.NearLimit;
import io.tallygate.gateway.usage.RefusedCall;
import io.tallygate.gateway.usage.UsageNow;
import io.tallygate.gateway.usage.UsageRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How usage looks in JSON. */
final class UsageShapes {

  private UsageShapes() {}

  static void row(ObjectNode node, UsageRow row) {
    node.put("key", row.caller()).put("group", row.group());
    counts(node.put("start", time(row.startSecond())), row.counts());
  }

  static void group(ObjectNode node, GroupCounts group) {
    counts(node.put("group", group.group()), group.counts());
  }

  static void moment(ObjectNode node, Moment moment) {
    counts(node.put("start", time(moment.startSecond())), moment.counts());
  }

  private static void counts(ObjectNode node, Counts counts) {
    node.put("admitted", counts.admitted());
    node.put("refused", counts.refused());
    node.put("failed", counts.failed());
  }

  static void standing(ObjectNode node, CallerStanding standing, List<RefusedCall> refusals) {
    node.put("key", standing.caller()).put("at", time(standing.second()));
    ArrayNode groups = node.putArray("groups");
    for (GroupStanding group : standing.groups()) {
      ObjectNode one = groups.addObject().put("group", group.group());
      one.put("endpoint", group.endpoint().isEmpty() ? null : group.endpoint());
      ArrayNode limits = one.putArray("limits");
      group.limits().forEach(limit -> limit(limits.addObject(), limit));
      counts(one.putObject("hour"), group.hour());
    }
    ArrayNode last = node.putArray("refusals");
    for (RefusedCall refusal : refusals) {
      Instant at = Instant.EPOCH.plus(refusal.micros(), ChronoUnit.MICROS);
      ObjectNode one = last.addObject().put("time", at.truncatedTo(ChronoUnit.MILLIS).toString());
      one.put("method", refusal.method()).put("endpoint", refusal.endpoint());
      one.put("group", refusal.group()).put("code", refusal.code());
    }
  }

  private static void limit(ObjectNode node, LimitStanding limit) {
    node.put("limit", limit.name()).put("count", limit.limit()).put("used", limit.used());
    node.put("remaining", limit.remaining());
    node.put("periodSeconds", limit.periodSeconds() == 0 ? null : limit.periodSeconds());
    node.put("reset", limit.periodSeconds() == 0 ? null : time(limit.resetSecond()));
  }

  static void top(ObjectNode node, UsageNow now, int most) {
    LiveTotals totals = now.totals();
    node.put("at", time(totals.second())).put("since", time(totals.sinceSecond()));
    ArrayNode groups = node.putArray("groups");
    totals.groups().forEach(group -> group(groups.addObject(), group));
    ArrayNode heaviest = node.putArray("heaviest");
    for (HeavyCaller heavy : now.heaviest(most)) {
      heaviest
          .addObject()
          .put("key", heavy.caller())
          .put("calls", heavy.calls())
          .put("overBy", heavy.overBy());
    }
    ArrayNode nearest = node.putArray("nearest");
    for (NearLimit near : now.nearest(most)) {
      ObjectNode one = nearest.addObject().put("key", near.caller()).put("group", near.group());
      limit(one, near.limit());
    }
  }

  private static String time(long second) {
    return Instant.ofEpochSecond(second).toString();
  }
}
