package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.Administration;
import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.Term;
import io.tallygate.gateway.upstream.UpstreamHealth;
import io.tallygate.gateway.usage.Grain;
import io.tallygate.gateway.usage.LimitStanding;
import io.tallygate.gateway.usage.LiveTotals;
import io.tallygate.gateway.usage.UsageNow;
import io.tallygate.gateway.usage.UsageQuery;
import java.util.List;

/** What goes on at this moment: calls, refusals, who is near a limit, whether the API answers. */
final class OverviewPage {

  private static final int ROWS_MAX = 10;
  private static final long DAY_SECONDS = 86_400;

  private final Sources sources;

  OverviewPage(Sources sources) {
    this.sources = sources;
  }

  /**
   * A caller by its name.
   *
   * @param path of its page; empty if it has none
   */
  record Caller(String id, String name, String path) {

    static Caller of(String id, Names names) {
      return new Caller(id, names.of(id), ApiKey.isId(id) ? KeyPages.path(id) : "");
    }
  }

  /** One of those who call most. */
  record Heavy(Caller caller, String calls) {}

  /** One who has used much of a limit. */
  record Near(Caller caller, String group, LimitStanding limit) {}

  /**
   * What is sent anew all the time.
   *
   * @param totals null where nothing is counted
   */
  record Figures(
      long second,
      @org.jspecify.annotations.Nullable LiveTotals totals,
      UpstreamHealth.Seen upstream,
      String upstreamUrl,
      List<Heavy> heaviest,
      List<Near> nearest) {}

  /** The same as a part of a page, read for all who look. */
  Html figures() {
    Administration all =
        sources.store().orElseThrow().as(new Actor(Actor.Kind.SERVER, "dashboard"));
    Figures figures = figures(new Names(all), sources.store().orElseThrow().nowSecond());
    return out -> JtefiguresGenerated.render(out, Html.PLAIN, figures);
  }

  Answer show(Visit visit) {
    Figures figures = figures(new Names(visit.all()), visit.nowSecond());
    History history =
        History.of(sources.history(), day(visit.nowSecond()), "Calls in the last 24 hours");
    return Framed.page(
        "Overview",
        Section.OVERVIEW,
        (frame, out) -> JteoverviewGenerated.render(out, Html.PLAIN, frame, figures, history));
  }

  private static UsageQuery day(long nowSecond) {
    return new UsageQuery(
        UsageQuery.Who.ALL, "", Grain.HOUR, new Term(nowSecond - DAY_SECONDS, nowSecond + 1));
  }

  private Figures figures(Names names, long second) {
    UpstreamHealth.Seen seen = sources.node().health().seen();
    if (sources.now().isEmpty()) {
      return new Figures(second, null, seen, sources.node().upstream(), List.of(), List.of());
    }
    UsageNow now = sources.now().get();
    return new Figures(
        second,
        now.totals(),
        seen,
        sources.node().upstream(),
        now.heaviest(ROWS_MAX).stream()
            .map(
                one ->
                    new Heavy(
                        Caller.of(one.caller(), names),
                        (one.overBy() > 0 ? "at most " : "") + Words.count(one.calls())))
            .toList(),
        now.nearest(ROWS_MAX).stream()
            .map(one -> new Near(Caller.of(one.caller(), names), one.group(), one.limit()))
            .toList());
  }
}
