package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.coach.Review;
import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.KeyQuery;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.LimitGrant;
import io.tallygate.gateway.key.Owner;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.key.Subject;
import io.tallygate.gateway.usage.CallerStanding;
import io.tallygate.gateway.usage.RefusedCall;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All keys, and one. */
final class KeyPages {

  static final String PATH = Dashboard.ROOT + "/keys";

  private final Sources sources;

  KeyPages(Sources sources) {
    this.sources = sources;
  }

  List<Route> routes() {
    return List.of(Route.page("/keys", this::list), Route.page("/keys/{key}", this::show));
  }

  static String path(String id) {
    return PATH + "/" + id;
  }

  /** The key that a path names; what is none may be a secret, and is not looked up. */
  static ApiKey key(Visit visit) {
    String id = visit.parameter("key");
    if (!ApiKey.isId(id)) {
      throw new Refusal(404, "There is no such key.");
    }
    return visit.all().keys().get(id);
  }

  /**
   * Keys that were searched for.
   *
   * @param text that was searched for
   * @param state in lower case; empty for all
   * @param owner an id; empty for all
   */
  record Listed(
      List<KeyRow> rows, String text, String state, String owner, String ownerName, Paging paging) {

    boolean isAll() {
      return text.isEmpty() && state.isEmpty() && owner.isEmpty();
    }
  }

  private Answer list(Visit visit) {
    String text = visit.query("search");
    String state = visit.query("state");
    String owner = visit.query("owner");
    KeyQuery query = KeyQuery.ALL.withText(text);
    if (!state.isEmpty()) {
      query = query.withState(state(state));
    }
    if (!owner.isEmpty()) {
      requireOwner(owner);
      query = query.withOwner(owner);
    }
    Page<ApiKey> page = visit.all().keys().list(query, visit.page());
    Names names = new Names(visit.all());
    Map<String, String> asked = Map.of("search", text, "state", state, "owner", owner);
    Listed listed =
        new Listed(
            page.items().stream().map(key -> KeyRow.of(key, names, visit.nowSecond())).toList(),
            Words.safe(text),
            state,
            owner,
            owner.isEmpty() ? "" : names.of(owner),
            Paging.of(visit, PATH, asked, page.next()));
    return Framed.page(
        "Keys",
        Section.KEYS,
        (frame, out) -> JtekeysGenerated.render(out, Html.PLAIN, frame, listed));
  }

  private static Life.State state(String word) {
    return Arrays.stream(Life.State.values())
        .filter(state -> Words.lower(state).equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new Refusal(400, "A state is active, blocked, revoked or expired."));
  }

  static void requireOwner(String id) {
    if (!Owner.isId(id)) {
      throw new Refusal(400, "An owner is named by own_ and 12 letters or digits.");
    }
  }

  /**
   * One key.
   *
   * @param row itself, as lists show it
   * @param standing empty if this gateway keeps no usage
   * @param grants what it was given, by itself and by its owner
   */
  record Shown(
      KeyRow row,
      Optional<CallerStanding> standing,
      Behaviour behaviour,
      History history,
      Grants grants,
      long nowSecond) {}

  /**
   * How its caller goes about it.
   *
   * @param refusals the newest first
   */
  record Behaviour(List<RefusedCall> refusals, Review review) {}

  private Answer show(Visit visit) {
    ApiKey key = key(visit);
    Span span = Span.of(visit.query("span"));
    KeyRow row = KeyRow.of(key, new Names(visit.all()), visit.nowSecond());
    Shown shown =
        new Shown(
            row,
            sources.now().flatMap(now -> now.standing(key.id())),
            new Behaviour(
                sources.now().map(now -> now.lastRefusals(key.id())).orElse(List.of()),
                sources.coach().review(key.id())),
            History.of(sources.history(), span.queryOf(key.id(), visit.nowSecond()), span.title()),
            grants(visit, key),
            visit.nowSecond());
    return Framed.page(
        row.name(),
        Section.KEYS,
        (frame, out) -> JtekeyGenerated.render(out, Html.PLAIN, frame, shown, span));
  }

  /**
   * Overrides of a key or an owner.
   *
   * @param own of the subject itself
   * @param owners of the key's owner
   * @param limits what can be given: all, and each limit of the policy
   */
  record Grants(
      String subject, List<LimitGrant> own, List<LimitGrant> owners, List<String> limits) {}

  private static Grants grants(Visit visit, ApiKey key) {
    String owner = key.standing().owner();
    return new Grants(
        key.id(),
        list(visit, key.id()),
        owner == null ? List.of() : list(visit, owner),
        limits(visit));
  }

  static List<LimitGrant> list(Visit visit, String subject) {
    return visit.all().grants().list(Optional.of(new Subject(subject)), Page.Request.FIRST).items();
  }

  /** What an override can be about. */
  static List<String> limits(Visit visit) {
    if (!visit.may(Role.OPERATE)) {
      return List.of();
    }
    return visit.all().published().stream()
        .flatMap(policy -> policy.limits().stream())
        .map(limit -> limit.isFirst() ? limit.group() : limit.group() + "/" + limit.name())
        .toList();
  }
}
