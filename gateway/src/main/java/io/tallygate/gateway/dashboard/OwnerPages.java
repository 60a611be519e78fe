package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.KeyQuery;
import io.tallygate.gateway.key.Owner;
import io.tallygate.gateway.key.OwnerChange;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Plan;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.key.Term;
import io.tallygate.gateway.usage.Grain;
import io.tallygate.gateway.usage.GroupCounts;
import io.tallygate.gateway.usage.UsageQuery;
import java.util.List;
import java.util.Map;

/** All owners, one, and what can be done with them. */
final class OwnerPages {

  static final String PATH = Dashboard.ROOT + "/owners";

  private static final long DAY_SECONDS = 86_400;

  private final Sources sources;

  OwnerPages(Sources sources) {
    this.sources = sources;
  }

  List<Route> routes() {
    return List.of(
        Route.page("/owners", this::list),
        Route.page("/owners/{owner}", this::show),
        Route.action("/owners", Role.ADMIN, this::create),
        Route.action(
            "/owners/{owner}/block",
            Role.ADMIN,
            visit -> change(visit, new OwnerChange.Block(), "The owner's keys are blocked.")),
        Route.action(
            "/owners/{owner}/unblock",
            Role.ADMIN,
            visit ->
                change(visit, new OwnerChange.Unblock(), "The owner's keys are served again.")));
  }

  static String path(String id) {
    return PATH + "/" + id;
  }

  /** Owners that were searched for. */
  record Listed(List<Owner> owners, String text, Paging paging) {}

  private Answer list(Visit visit) {
    String text = visit.query("search");
    Page<Owner> page = visit.all().owners().list(text, visit.page());
    Listed listed =
        new Listed(
            page.items(),
            Words.safe(text),
            Paging.of(visit, PATH, Map.of("search", text), page.next()));
    return Framed.page(
        "Owners",
        Section.OWNERS,
        (frame, out) -> JteownersGenerated.render(out, Html.PLAIN, frame, listed));
  }

  /**
   * One owner.
   *
   * @param keys the first of them
   * @param hasMore whether there are more keys
   * @param groups what its keys called in the last 24 hours
   */
  record Shown(
      Owner owner,
      List<KeyRow> keys,
      boolean hasMore,
      List<GroupCounts> groups,
      History history,
      KeyPages.Grants grants) {}

  private static Owner owner(Visit visit) {
    String id = visit.parameter("owner");
    if (!Owner.isId(id)) {
      throw new Refusal(404, "There is no such owner.");
    }
    return visit.all().owners().get(id);
  }

  private Answer show(Visit visit) {
    Owner owner = owner(visit);
    Page<ApiKey> keys =
        visit.all().keys().list(KeyQuery.ALL.withOwner(owner.id()), Page.Request.FIRST);
    Names names = new Names(visit.all());
    UsageQuery day =
        new UsageQuery(
            UsageQuery.Who.ownedBy(owner.id()),
            "",
            Grain.HOUR,
            new Term(Grain.HOUR.start(visit.nowSecond() - DAY_SECONDS), visit.nowSecond() + 1));
    Shown shown =
        new Shown(
            owner,
            keys.items().stream().map(key -> KeyRow.of(key, names, visit.nowSecond())).toList(),
            !keys.next().isEmpty(),
            groups(day),
            History.of(sources.history(), day, "Calls in the last 24 hours"),
            new KeyPages.Grants(
                owner.id(), KeyPages.list(visit, owner.id()), List.of(), KeyPages.limits(visit)));
    return Framed.page(
        Words.safe(owner.name()),
        Section.OWNERS,
        (frame, out) -> JteownerGenerated.render(out, Html.PLAIN, frame, shown, visit.nowSecond()));
  }

  private List<GroupCounts> groups(UsageQuery query) {
    try {
      return sources.history().map(history -> history.groups(query)).orElse(List.of());
    } catch (DataException e) {
      return List.of(); // the plot says that it could not be read
    }
  }

  private Answer create(Visit visit) {
    String plan = visit.form("plan");
    if (!plan.isEmpty()) {
      Plan.requireName(plan);
    }
    Owner owner =
        visit
            .all()
            .owners()
            .create(Description.of(visit.form("name")), plan.isEmpty() ? null : plan);
    return Answer.done(path(owner.id()), "The owner is made.");
  }

  private static Answer change(Visit visit, OwnerChange change, String done) {
    Owner owner = owner(visit);
    visit.all().owners().change(owner.id(), List.of(change), visit.seen());
    return Answer.done(path(owner.id()), done);
  }
}
