package io.tallygate.gateway.admin;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.admin.ApiProblem.Code;
import io.tallygate.gateway.admin.Operation.Doc;
import io.tallygate.gateway.admin.Operation.Method;
import io.tallygate.gateway.key.Owner;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.key.Term;
import io.tallygate.gateway.usage.CallerStanding;
import io.tallygate.gateway.usage.Grain;
import io.tallygate.gateway.usage.UsageCsv;
import io.tallygate.gateway.usage.UsageNow;
import io.tallygate.gateway.usage.UsageQuery;
import io.tallygate.gateway.usage.UsageQuery.Who;
import io.tallygate.gateway.usage.UsageRow;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** What the admin API tells of usage. */
final class UsageOperations {

  /** Rows of one export; the next begins where it ended. */
  static final int EXPORT_MAX = 20_000;

  private static final String[] WHICH = {"key", "owner", "group", "by", "from", "until"};

  private final LongSupplier nowSecond;

  private UsageOperations(LongSupplier nowSecond) {
    this.nowSecond = nowSecond;
  }

  static List<Operation> all(LongSupplier nowSecond) {
    UsageOperations usage = new UsageOperations(nowSecond);
    return Stream.of(usage.ofCallers(), usage.sums(), usage.files()).flatMap(List::stream).toList();
  }

  private List<Operation> ofCallers() {
    return List.of(
        new Operation(
            "explainUsage",
            Method.GET,
            "/keys/{key}/usage",
            Role.READ,
            Doc.of(
                "Tells how a key or a proven token stands with each group now, and what it was"
                    + " refused last.",
                "",
                "KeyUsage",
                404),
            call -> now(call, now(call))),
        new Operation(
            "listUsage",
            Method.GET,
            "/usage",
            Role.READ,
            Doc.of("Lists what was called by hour or by minute, the oldest first.", "", "UsagePage")
                .withQuery("key", "owner", "group", "by", "from", "until", "size", "cursor"),
            call ->
                Result.of(
                    Shapes.page(
                        call.usage().history().rows(query(call), call.page()), UsageShapes::row))),
        new Operation(
            "showTop",
            Method.GET,
            "/usage/top",
            Role.READ,
            Doc.of(
                    "Tells what this gateway counted since it started, who calls most, and who is"
                        + " nearest a limit.",
                    "",
                    "Top")
                .withQuery("most"),
            UsageOperations::top));
  }

  private List<Operation> sums() {
    return List.of(
        new Operation(
            "sumUsage",
            Method.GET,
            "/usage/groups",
            Role.READ,
            Doc.of(
                    "Sums what was called by group, the most called first; of all callers with"
                        + " the calls that showed no key.",
                    "",
                    "UsageSums")
                .withQuery(WHICH),
            call ->
                Result.of(
                    Shapes.list(call.usage().history().groups(query(call)), UsageShapes::group))),
        new Operation(
            "listMoments",
            Method.GET,
            "/usage/moments",
            Role.READ,
            Doc.of(
                    "Sums what was called by hour or by minute, the oldest first; of all callers"
                        + " with the calls that showed no key.",
                    "",
                    "UsageMoments")
                .withQuery(WHICH),
            call ->
                Result.of(
                    Shapes.list(
                        call.usage().history().moments(query(call)), UsageShapes::moment))));
  }

  private List<Operation> files() {
    return List.of(
        new Operation(
            "exportUsage",
            Method.GET,
            "/usage/export",
            Role.READ,
            Doc.of(
                    "Lists what was called as CSV. Of more than 20,000 rows the Link field has the"
                        + " place of the next ones.",
                    "",
                    Doc.CSV)
                .withQuery("key", "owner", "group", "by", "from", "until", "cursor"),
            this::export));
  }

  private static UsageNow now(ApiCall call) {
    return call.usage()
        .now()
        .orElseThrow(
            () -> new ApiProblem(Code.UNAVAILABLE, "usage is off; serve with --usage true"));
  }

  private static Result now(ApiCall call, UsageNow now) {
    String id = call.parameter("key");
    CallerStanding standing =
        now.standing(id)
            .orElseThrow(
                () -> new ApiProblem(Code.NOT_FOUND, "no such key: id=" + Reading.shownId(id)));
    ObjectNode node = Shapes.object();
    UsageShapes.standing(node, standing, now.lastRefusals(id));
    return Result.of(node);
  }

  private static Result top(ApiCall call) {
    int most = number(call.asked("most").orElse("20"));
    UsageNow now = now(call);
    ObjectNode node = Shapes.object();
    UsageShapes.top(node, now, most);
    return Result.of(node);
  }

  private static int number(String text) {
    int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    if (number < 1 || number > UsageNow.CALLERS_MAX) {
      throw ApiProblem.ofField("most", "most must be 1 to " + UsageNow.CALLERS_MAX);
    }
    return number;
  }

  private Result export(ApiCall call) {
    UsageQuery query = query(call);
    Page.Request request = call.page().withSize(Page.Request.SIZE_MAX);
    StringBuilder csv = new StringBuilder(UsageCsv.HEAD);
    Page<UsageRow> page = new Page<>(List.of(), request.cursor());
    for (int rows = 0; rows < EXPORT_MAX; rows += Page.Request.SIZE_MAX) {
      page = call.usage().history().rows(query, request);
      page.items().forEach(row -> csv.append(UsageCsv.line(row)));
      if (page.next().isEmpty()) {
        break;
      }
      request = request.withCursor(page.next());
    }
    return Result.csv(csv.toString(), page.next());
  }

  private UsageQuery query(ApiCall call) {
    Grain grain = grain(call.asked("by").orElse("hour"));
    long now = nowSecond.getAsLong();
    long from =
        call.asked("from").map(text -> second("from", text)).orElse(Math.max(now - 86_400, 0));
    long until = call.asked("until").map(text -> second("until", text)).orElse(Term.NO_END);
    String owner = call.asked("owner").orElse("");
    if (!owner.isEmpty() && !Owner.isId(owner)) {
      throw ApiProblem.ofField("owner", "owner must be own_ and 12 letters or digits");
    }
    try {
      Who who = new Who(call.asked("key").orElse(""), owner);
      return new UsageQuery(who, call.asked("group").orElse(""), grain, new Term(from, until));
    } catch (IllegalArgumentException e) {
      throw ApiProblem.ofField("until", String.valueOf(e.getMessage()));
    }
  }

  private static Grain grain(String text) {
    return switch (text) {
      case "hour" -> Grain.HOUR;
      case "minute" -> Grain.MINUTE;
      default -> throw ApiProblem.ofField("by", "by must be hour or minute");
    };
  }

  private static long second(String field, String text) {
    try {
      // A plus that was not encoded has become a space.
      long second = OffsetDateTime.parse(text.replace(' ', '+')).toEpochSecond();
      require(second >= 0, "time must be after 1970");
      return second;
    } catch (DateTimeException | IllegalArgumentException e) {
      throw ApiProblem.ofField(field, field + " must be a time such as 2026-12-31T23:59:59Z");
    }
  }
}
