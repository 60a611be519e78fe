package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.command.remote.RemoteUsage.KeyNow;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Term;
import io.tallygate.gateway.usage.Grain;
import io.tallygate.gateway.usage.GroupCounts;
import io.tallygate.gateway.usage.UsageCsv;
import io.tallygate.gateway.usage.UsageHistory;
import io.tallygate.gateway.usage.UsageQuery;
import io.tallygate.gateway.usage.UsageQuery.Who;
import io.tallygate.gateway.usage.UsageRow;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tallygate usage}: who called how much. */
@Command(
    name = "usage",
    header = "Tells who called how much of what.",
    description = {
      "Hours are kept for 90 days, minutes of the busiest 1,000 callers and groups for a day. What"
          + " was called within the last 10 seconds may be missing.",
      "With --now it tells how a key stands with each limit; that only a running server knows: the"
          + " one of --admin-url, or the one on this machine."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate usage --sum --from 2026-11-01",
      "  tallygate usage key_4mJx0Qb9TzLw --by minute",
      "  tallygate usage --owner own_7hTq2VbX0cRd --csv > usage.csv",
      "  tallygate usage key_4mJx0Qb9TzLw --now"
    })
final class UsageCommand implements StoreCommand {

  private static final long DAY_SECONDS = 86_400;

  @Mixin private final Invocation invocation;
  @Mixin private final Paging paging = new Paging();

  @Parameters(
      paramLabel = "KEY",
      arity = "0..1",
      description = "Of this key only: its id, or a proven token's.")
  private String key = "";

  @Option(names = "--owner", paramLabel = "OWNER", description = "Of this owner's keys only.")
  private String owner = "";

  @Option(names = "--group", paramLabel = "GROUP", description = "Of this group only.")
  private String group = "";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "From this day or time on, in UTC. Default: a day ago")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Up to this time, or the end of this day, in UTC.")
  private String to = "";

  @Option(names = "--by", paramLabel = "hour|minute", description = "How finely. Default: hour")
  private String by = "hour";

  @Option(names = "--sum", description = "Sums by group, in place of rows.")
  private boolean sum;

  @Option(names = "--now", description = "How KEY stands with each limit now.")
  private boolean now;

  @Option(names = "--csv", description = "Print all rows as CSV.")
  private boolean csv;

  UsageCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.DATA, Setting.DB, Setting.CONFIG, Setting.ADMIN_BIND, Setting.ADMIN_PORT);
  }

  @Override
  public Integer call() {
    if (now) {
      tellNow();
    } else if (csv) {
      invocation.askUsage(usage -> printAll(usage, query()));
    } else if (sum) {
      printSums(invocation.askUsage(usage -> usage.groups(query())));
    } else {
      Page<UsageRow> page = invocation.askUsage(usage -> usage.rows(query(), paging.request()));
      paging.print(invocation, page, UsageText.ROWS);
    }
    return 0;
  }

  private void tellNow() {
    boolean onlyKey =
        !csv && !sum && owner.isEmpty() && group.isEmpty() && from.isEmpty() && to.isEmpty();
    require(!key.isEmpty() && onlyKey, "--now needs a KEY, and goes with --json alone");
    KeyNow standing = invocation.runningUsage().standing(Ids.caller(key));
    invocation.print(paging.isJson() ? UsageText.json(standing) : UsageText.table(standing));
  }

  private UsageQuery query() {
    require(!(csv && (sum || paging.isJson())), "--csv goes with neither --sum nor --json");
    Grain grain =
        switch (by) {
          case "hour" -> Grain.HOUR;
          case "minute" -> Grain.MINUTE;
          default -> throw new IllegalArgumentException("by must be hour or minute: by=" + by);
        };
    long begin =
        from.isEmpty()
            ? Math.max(invocation.nowSecond() - DAY_SECONDS, 0)
            : Moments.begin("from", from);
    long end = to.isEmpty() ? Term.NO_END : Moments.close("to", to);
    require(begin < end, "to must be later than from: from=%s to=%s", Moments.text(begin), to);
    Who who =
        new Who(key.isEmpty() ? "" : Ids.caller(key), owner.isEmpty() ? "" : Ids.owner(owner));
    return new UsageQuery(who, group, grain, new Term(begin, end));
  }

  private int printAll(UsageHistory usage, UsageQuery query) {
    invocation.print(UsageCsv.HEAD);
    Page.Request request = paging.request().withSize(Page.Request.SIZE_MAX);
    while (true) {
      Page<UsageRow> page = usage.rows(query, request);
      StringBuilder lines = new StringBuilder();
      page.items().forEach(row -> lines.append(UsageCsv.line(row)));
      invocation.print(lines.toString());
      if (page.next().isEmpty()) {
        return 0;
      }
      request = request.withCursor(page.next());
    }
  }

  private void printSums(List<GroupCounts> sums) {
    paging.print(invocation, new Page<>(sums, ""), UsageText.SUMS);
  }
}
