package io.tallygate.command;

import io.tallygate.command.remote.RemoteUsage.Top;
import io.tallygate.gateway.usage.Counts;
import io.tallygate.gateway.usage.GroupCounts;
import io.tallygate.gateway.usage.HeavyCaller;
import io.tallygate.gateway.usage.NearLimit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code tallygate top} shows at one moment.
 *
 * @param before the moment before, for what happens in a second; null at the first
 * @param seconds between the two
 */
record TopText(Top now, @Nullable Top before, double seconds) {

  /** The screen. */
  String screen() {
    Counts all = now.totals().all();
    String head =
        "%s  since %s  admitted %d  refused %d  failed %d%n"
            .formatted(
                Moments.text(now.totals().second()),
                Moments.text(now.totals().sinceSecond()),
                all.admitted(),
                all.refused(),
                all.failed());
    return head + "\n" + groups() + "\n" + heaviest() + "\n" + nearest();
  }

  private String groups() {
    Map<String, Counts> earlier = new HashMap<>();
    if (before != null) {
      before.totals().groups().forEach(group -> earlier.put(group.group(), group.counts()));
    }
    TextTable table =
        new TextTable("GROUP", "CALLS/S", "REFUSED/S", "ADMITTED", "REFUSED", "FAILED");
    for (GroupCounts group : now.totals().groups()) {
      Counts counts = group.counts();
      Counts then = earlier.getOrDefault(group.group(), before == null ? counts : Counts.NONE);
      table.add(
          KeyText.orDash(UsageText.shown(group.group())),
          rate(counts.calls() - then.calls()),
          rate(counts.refused() - then.refused()),
          Long.toString(counts.admitted()),
          Long.toString(counts.refused()),
          Long.toString(counts.failed()));
    }
    return table.toString();
  }

  private String rate(long calls) {
    return before == null || seconds <= 0 || calls < 0 // a server that was started anew
        ? "-"
        : String.format(Locale.ROOT, "%.1f", calls / seconds);
  }

  private String heaviest() {
    List<HeavyCaller> heaviest = now.heaviest();
    if (heaviest.isEmpty()) {
      return "nobody called within the last minute\n";
    }
    TextTable table = new TextTable("HEAVIEST, LAST MINUTE", "CALLS");
    for (HeavyCaller heavy : heaviest) {
      String most = heavy.overBy() == 0 ? "" : " (at most " + heavy.overBy() + " fewer)";
      table.add(UsageText.shown(heavy.caller()), heavy.calls() + most);
    }
    return table.toString();
  }

  private String nearest() {
    if (now.nearest().isEmpty()) {
      return "nobody has used half of a limit\n";
    }
    TextTable table =
        new TextTable("NEAREST A LIMIT", "LIMIT", "USED", "OF", "REMAINING", "RESET IN");
    for (NearLimit near : now.nearest()) {
      table.add(
          UsageText.shown(near.caller()),
          UsageText.shown(near.limit().name()),
          Long.toString(near.limit().used()),
          Long.toString(near.limit().limit()),
          Long.toString(near.limit().remaining()),
          UsageText.left(near.limit(), now.totals().second()));
    }
    return table.toString();
  }

  String json() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("at", Moments.text(now.totals().second()));
    node.put("since", Moments.text(now.totals().sinceSecond()));
    ArrayNode groups = node.putArray("groups");
    now.totals().groups().forEach(group -> groups.add(UsageText.SUMS.json().apply(group)));
    ArrayNode heaviest = node.putArray("heaviest");
    for (HeavyCaller heavy : now.heaviest()) {
      ObjectNode one = heaviest.addObject().put("key", heavy.caller());
      one.put("calls", heavy.calls()).put("overBy", heavy.overBy());
    }
    ArrayNode nearest = node.putArray("nearest");
    for (NearLimit near : now.nearest()) {
      ObjectNode one = nearest.addObject().put("key", near.caller()).put("group", near.group());
      UsageText.limit(one, near.limit());
    }
    return Json.text(node);
  }
}
