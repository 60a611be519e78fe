package io.tallygate.gateway.dashboard;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.tallygate.gateway.admin.Hosts;
import io.tallygate.gateway.admin.LogLimit;
import io.tallygate.gateway.admin.Site;
import io.tallygate.gateway.dashboard.session.Notice;
import io.tallygate.gateway.dashboard.session.Session;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.key.AdminToken;
import io.tallygate.gateway.key.Role;
import io.tallygate.limiter.clock.Ticker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dashboard on the admin port: what happens to a request, in order. Thread-safe. */
public final class Dashboard implements Site {

  static final String ROOT = "/dashboard";

  /** At the same time; the admin port's other threads are for others. */
  static final int VISITS_MAX = 4;

  /** Beside them, for forms of people who are not known yet: slow ones keep nobody else out. */
  static final int LOGINS_MAX = 2;

  private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);

  private final Hosts hosts;
  private final Login login;
  private final Live live;
  private final Assets assets = new Assets();
  private final List<Route> routes;
  private final LogLimit failures;
  private final Semaphore room = new Semaphore(VISITS_MAX);
  private final Semaphore door = new Semaphore(LOGINS_MAX);
  private final Patience patience = new Patience();

  /**
   * A dashboard that nobody serves yet.
   *
   * @param hosts as whom the admin port may be addressed
   */
  public Dashboard(DashboardConfig config, Sources sources, Hosts hosts, Ticker ticker) {
    this.hosts = hosts;
    this.failures = new LogLimit(ticker);
    this.login = new Login(sources.store(), patience, ticker);
    OverviewPage overview = new OverviewPage(sources);
    this.live = new Live(overview::figures, login::isLoggedIn, patience);
    this.routes = routes(config, sources, overview);
  }

  private List<Route> routes(DashboardConfig config, Sources sources, OverviewPage overview) {
    List<Route> all = new ArrayList<>();
    all.add(Route.page("", overview::show));
    all.addAll(new OwnerPages(sources).routes());
    all.addAll(new KeyPages(sources).routes());
    all.addAll(new KeyActions().routes());
    all.addAll(new GrantActions().routes());
    all.addAll(new PolicyPages(sources).routes());
    sources
        .alerts()
        .ifPresent(
            alerts -> {
              all.addAll(new SubscriptionPages(alerts).routes());
              all.addAll(new SubscriptionActions(alerts).routes());
              all.addAll(new DeliveryPages(alerts).routes());
            });
    all.add(Route.page("/audit", new AuditPage()::show));
    all.add(Route.page("/settings", new SettingsPage(config, sources)::show));
    return List.copyOf(all);
  }

  /** All pages and actions behind the login. */
  List<Route> routes() {
    return routes;
  }

  /**
   * A link that logs in once, within 15 minutes.
   *
   * @param tokenId as which token
   * @return its path on the admin port, a secret
   */
  public String loginLink(String tokenId) {
    return login.link(tokenId);
  }

  @Override
  public void addTo(RoutesConfig config) {
    config.get("/", context -> context.redirect(ROOT));
    config.get(ROOT + "/assets/{hash}/{name}", this::asset);
    Login.PATHS.forEach(
        path -> {
          config.get(path, context -> guarded(context, () -> login.show(context, assets)));
          config.post(path, context -> guarded(context, door, () -> login.enter(context)));
        });
    config.post(ROOT + "/logout", context -> guarded(context, () -> login.leave(context)));
    config.get(ROOT + "/live", context -> guarded(context, () -> live.join(context)));
    for (Route route : routes) {
      if (route.method() == Route.Method.GET) {
        config.get(route.fullPath(), context -> guarded(context, () -> visit(context, route)));
      } else {
        config.post(route.fullPath(), context -> guarded(context, () -> visit(context, route)));
      }
    }
    config.get(ROOT + "/*", context -> guarded(context, Dashboard::nowhere));
    config.post(ROOT + "/*", context -> guarded(context, Dashboard::nowhere));
  }

  private static void nowhere() {
    throw new Refusal(404, "There is no such page.");
  }

  private void asset(Context context) {
    Optional<Assets.Asset> asset = assets.at(context.path());
    if (asset.isEmpty()) {
      context.status(404).result("not found\n");
      return;
    }
    context.header("Cache-Control", "public, max-age=31536000, immutable");
    context.contentType(asset.get().type()).result(asset.get().bytes());
  }

  private void guarded(Context context, Runnable work) {
    guarded(context, room, work);
  }

  /** Runs it where there is room, and makes a page of what it throws. */
  private void guarded(Context context, Semaphore space, Runnable work) {
    Browser.harden(context);
    boolean hasRoom = space.tryAcquire();
    try {
      if (!hosts.isOurs(Browser.header(context, "Host"))) {
        throw new Refusal(421, "The host must be a loopback address or one of admin-hosts.");
      }
      if (!hasRoom) {
        throw new Refusal(503, "Too many pages are asked for at once. Try again.");
      }
      work.run();
    } catch (RuntimeException e) {
      refuse(context, e);
    } finally {
      if (hasRoom) {
        space.release();
      }
    }
  }

  private void refuse(Context context, RuntimeException e) {
    Refusal refusal =
        e instanceof HttpResponseException http
            ? new Refusal(http.getStatus(), "The request is longer than 256 KiB.")
            : Refusal.of(e);
    if (refusal.status() == 500) {
      failures
          .admit()
          .ifPresent(
              leftOut ->
                  LOG.error(
                      "dashboard failed: method={} path={} leftOut={}",
                      context.method(),
                      context.endpoint().path, // as the table has it: what was sent may be anything
                      leftOut,
                      e));
    }
    context.status(refusal.status());
    if (Visit.isPart(context)) {
      html(context, out -> JtesaidGenerated.render(out, Html.PLAIN, refusal));
    } else {
      Frame frame = frame(refusal.title(), person(context));
      html(context, out -> JteproblemGenerated.render(out, Html.PLAIN, frame, refusal));
    }
  }

  /** Who sees a problem; nobody, if that cannot be found out just now. */
  private Frame.@Nullable Person person(Context context) {
    try {
      return login.visitor(context).map(Login.Visitor::person).orElse(null);
    } catch (RuntimeException e) {
      return null;
    }
  }

  private void visit(Context context, Route route) {
    AdminStore store = login.store();
    boolean isAction = route.method() == Route.Method.POST;
    if (isAction) {
      Browser.requireOwnForm(context);
    }
    Optional<Login.Visitor> visitor = login.visitor(context);
    if (visitor.isEmpty()) {
      login.invite(context);
      return;
    }
    Session session = visitor.get().session();
    AdminToken token = visitor.get().token();
    if (isAction) {
      login.requireFormOf(context, session);
    }
    if (!token.role().includes(route.role())) {
      throw new Refusal(
          403,
          "This needs a token with the role %s; yours has the role %s."
              .formatted(Words.lower(route.role()), Words.lower(token.role())));
    }
    store.used(token);
    Visit visit =
        new Visit(context, session, token, store.as(Visit.actor(token)), store.nowSecond());
    answer(visit, route.work().of(visit));
  }

  private void answer(Visit visit, Answer answer) {
    Context context = visit.context();
    if (answer instanceof Answer.Shown shown) {
      context.status(shown.status());
      if (shown.html() instanceof Framed framed) {
        Frame frame = frame(visit, framed);
        html(context, out -> framed.writeTo(frame, out));
      } else {
        html(context, shown.html());
      }
    } else if (answer instanceof Answer.Done done) {
      visit.session().say(done.notice());
      lead(context, done.notice().path());
    }
  }

  /** Of a page that belongs nowhere. */
  private Frame frame(String title, Frame.@Nullable Person person) {
    return person == null
        ? Frame.of(title, assets)
        : new Frame(title, null, person, Optional.empty(), assets, sections(person.role()));
  }

  /** What the navigation leads a role to. */
  private List<Section> sections(Role role) {
    return Arrays.stream(Section.values())
        .filter(
            one ->
                routes.stream()
                    .filter(route -> route.fullPath().equals(one.path()))
                    .anyMatch(route -> role.includes(route.role())))
        .toList();
  }

  private Frame frame(Visit visit, Framed framed) {
    Optional<Notice> notice = visit.session().take(visit.context().path());
    Frame.Person person =
        new Frame.Person(
            Words.safe(visit.token().name()), visit.token().role(), visit.session().formToken());
    return new Frame(
        framed.title(), framed.section(), person, notice, assets, sections(person.role()));
  }

  /** Leads the browser elsewhere, whether it asked for a page or a script of it did. */
  static void lead(Context context, String path) {
    if (Visit.isPart(context)) {
      context.header("HX-Redirect", path).status(200);
    } else {
      context.header("Location", path).status(303);
    }
  }

  private static void html(Context context, Html html) {
    context.contentType("text/html; charset=utf-8").result(html.text());
  }

  @Override
  public void close() {
    live.close();
    login.close();
    patience.close();
  }
}
