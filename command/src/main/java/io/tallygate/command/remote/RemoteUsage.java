package io.tallygate.command.remote;

import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Term;
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
import io.tallygate.gateway.usage.UsageHistory;
import io.tallygate.gateway.usage.UsageQuery;
import io.tallygate.gateway.usage.UsageRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Usage through an admin API. Thread-safe. */
public final class RemoteUsage implements UsageHistory {

  private final Calls calls;

  /**
   * How a caller stands.
   *
   * @param refusals its last ones, the newest first
   */
  public record KeyNow(CallerStanding standing, List<RefusedCall> refusals) {}

  /** What a server counts at this moment. */
  public record Top(LiveTotals totals, List<HeavyCaller> heaviest, List<NearLimit> nearest) {}

  RemoteUsage(Calls calls) {
    this.calls = calls;
  }

  @Override
  public Page<UsageRow> rows(UsageQuery query, Page.Request page) {
    return calls.get(
        "/usage" + Calls.query(page) + "&" + parameters(query), Answers.page(RemoteUsage::row));
  }

  @Override
  public List<GroupCounts> groups(UsageQuery query) {
    return calls.get(
        "/usage/groups?" + parameters(query),
        node -> Answers.list(node, "items", RemoteUsage::group));
  }

  @Override
  public List<Moment> moments(UsageQuery query) {
    return calls.get(
        "/usage/moments?" + parameters(query),
        node -> Answers.list(node, "items", one -> new Moment(second(one, "start"), counts(one))));
  }

  /**
   * How a key or a proven token stands now.
   *
   * @throws io.tallygate.gateway.key.DataException if the server knows none of this id
   */
  public KeyNow standing(String id) {
    return calls.get("/keys/" + Calls.quoted(id) + "/usage", RemoteUsage::keyNow);
  }

  /**
   * What the server counts now.
   *
   * @param most callers of each list
   */
  public Top top(int most) {
    return calls.get(
        "/usage/top?most=" + most,
        node ->
            new Top(
                new LiveTotals(
                    second(node, "at"),
                    second(node, "since"),
                    Answers.list(node, "groups", RemoteUsage::group)),
                Answers.list(
                    node,
                    "heaviest",
                    one ->
                        new HeavyCaller(
                            Answers.required(one, "key"),
                            Answers.number(one, "calls"),
                            Answers.number(one, "overBy"))),
                Answers.list(
                    node,
                    "nearest",
                    one ->
                        new NearLimit(
                            Answers.required(one, "key"),
                            Answers.required(one, "group"),
                            limit(one)))));
  }

  private static String parameters(UsageQuery query) {
    StringBuilder text =
        new StringBuilder("by=").append(query.grain().name().toLowerCase(Locale.ROOT));
    add(text, "key", query.who().caller());
    add(text, "owner", query.who().owner());
    add(text, "group", query.group());
    add(text, "from", Instant.ofEpochSecond(query.term().fromSecond()).toString());
    if (query.term().untilSecond() != Term.NO_END) {
      add(text, "until", Instant.ofEpochSecond(query.term().untilSecond()).toString());
    }
    return text.toString();
  }

  private static void add(StringBuilder text, String name, String value) {
    if (!value.isEmpty()) {
      text.append('&').append(name).append('=').append(Calls.quoted(value));
    }
  }

  private static UsageRow row(JsonNode node) {
    return new UsageRow(
        Answers.required(node, "key"),
        Answers.required(node, "group"),
        second(node, "start"),
        counts(node));
  }

  private static GroupCounts group(JsonNode node) {
    return new GroupCounts(Answers.required(node, "group"), counts(node));
  }

  private static Counts counts(JsonNode node) {
    return new Counts(
        Answers.number(node, "admitted"),
        Answers.number(node, "refused"),
        Answers.number(node, "failed"));
  }

  private static KeyNow keyNow(JsonNode node) {
    CallerStanding standing =
        new CallerStanding(
            Answers.required(node, "key"),
            second(node, "at"),
            Answers.list(node, "groups", RemoteUsage::standing));
    return new KeyNow(standing, Answers.list(node, "refusals", RemoteUsage::refusal));
  }

  private static GroupStanding standing(JsonNode node) {
    String endpoint = Answers.text(node, "endpoint");
    return new GroupStanding(
        Answers.required(node, "group"),
        endpoint == null ? "" : endpoint,
        Answers.list(node, "limits", RemoteUsage::limit),
        counts(node.get("hour")));
  }

  private static LimitStanding limit(JsonNode node) {
    JsonNode period = node.get("periodSeconds");
    return new LimitStanding(
        Answers.required(node, "limit"),
        Answers.number(node, "count"),
        Answers.number(node, "used"),
        period.isNull() ? 0 : period.asLong(),
        Answers.second(node, "reset", Life.NO_END));
  }

  private static RefusedCall refusal(JsonNode node) {
    Instant time = Instant.parse(Answers.required(node, "time"));
    return new RefusedCall(
        ChronoUnit.MICROS.between(Instant.EPOCH, time),
        Answers.required(node, "method"),
        Answers.required(node, "endpoint"),
        Answers.required(node, "group"),
        Answers.required(node, "code"));
  }

  private static long second(JsonNode node, String name) {
    return Instant.parse(Answers.required(node, name)).getEpochSecond();
  }
}
