package io.tallygate.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.AlertReceiver;
import io.tallygate.gateway.admin.AdminServer;
import io.tallygate.gateway.alert.Wish;
import io.tallygate.gateway.coach.Coach;
import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.key.Subject;
import io.tallygate.gateway.key.Target;
import io.tallygate.gateway.upstream.UpstreamHealth;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may do what: every page and action, by every role, and by pages of others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class DashboardAccessIT {

  private static final Pattern ACTION = Pattern.compile("action=\"/dashboard([^\"]*)\"");

  private DashboardFixture fixture;
  private final Map<Role, Visitor> visitors = new EnumMap<>(Role.class);
  private String key;
  private String owner;
  private AlertReceiver receiver;
  private String subscription;
  private String delivery;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    fixture = new DashboardFixture(folder.resolve("data"));
    for (Role role : Role.values()) {
      visitors.put(role, fixture.visitor(role));
    }
    owner = fixture.all.owners().create(Description.of("acme"), null).id();
    key = newKey();
    receiver = new AlertReceiver(number -> 200);
    subscription = newSubscription();
    delivery = fixture.alerts.test(subscription).id();
    fixture.awaitDelivered(subscription, 1);
  }

  @AfterAll
  void stop() {
    fixture.close();
    receiver.close();
  }

  private String newSubscription() {
    return fixture.alerts.create("", Wish.all(receiver.url("/"))).subscription().id();
  }

  private String newKey() {
    String id = fixture.all.keys().create(NewKey.of("k"), new KeyFormat("vg_key_")).key().id();
    for (String subject : List.of(id, owner)) {
      fixture
          .all
          .grants()
          .set(
              new Subject(subject),
              LimitRule.always(Target.of("tools"), new Amount.Count(900)),
              "");
    }
    return id;
  }

  private Visitor visitor(Role role) {
    return Objects.requireNonNull(visitors.get(role));
  }

  private static List<Route> routes() {
    Sources sources =
        new Sources(
            Optional.empty(),
            new Sources.Node(
                "",
                new UpstreamHealth(Duration.ofSeconds(10)),
                () -> DashboardFixture.POLICY,
                List::of),
            Optional.empty(),
            Optional.empty(),
            Coach.OFF,
            Optional.of(
                actor -> {
                  throw new AssertionError("nothing is asked for");
                }));
    AdminServer.Place place =
        new AdminServer.Place(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of());
    try (Dashboard dashboard =
        new Dashboard(DashboardConfig.DEFAULT, sources, place.known(), Ticker.SYSTEM)) {
      return dashboard.routes();
    }
  }

  /** A path as it is asked for. */
  private String path(Route route) {
    return route
        .path()
        .replace("{key}", key)
        .replace("{owner}", owner)
        .replace("{subscription}", subscription)
        .replace("{delivery}", delivery)
        .replace("{subject}", route.path().startsWith("/keys") ? key : owner);
  }

  /** The page that has the action's form. */
  private String home(Route route) {
    String path = path(route);
    for (String page :
        List.of("/keys/" + key, "/owners/" + owner, "/subscriptions/" + subscription)) {
      if (path.startsWith(page + "/")) {
        return page;
      }
    }
    return path.startsWith("/deliveries/") ? "/deliveries" : path;
  }

  private Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    values.put("name", "new one");
    values.put("sure", "yes");
    values.put("grace", "24h");
    values.put("limit", "tools");
    values.put("amount", "1,000");
    values.put("policy", DashboardFixture.POLICY.toYaml());
    values.put("url", receiver.url("/new"));
    values.put("event", "limit.used");
    values.put("thresholds", "70, 90 %");
    return values;
  }

  /** As {@code AlertOperations} has them. */
  @Test
  void alerts_needTheRolesOfTheAdminApi() {
    Map<String, Role> roles = new TreeMap<>();
    routes().stream()
        .filter(route -> route.path().matches("/(subscriptions|deliveries).*"))
        .forEach(route -> roles.put(route.method() + " " + route.path(), route.role()));
    String one = " /subscriptions/{subscription}";
    assertThat(roles)
        .containsOnly(
            Map.entry("GET /deliveries", Role.READ),
            Map.entry("POST /deliveries/{delivery}/replay", Role.OPERATE),
            Map.entry("GET /subscriptions", Role.OPERATE),
            Map.entry("POST /subscriptions", Role.ADMIN),
            Map.entry("GET" + one, Role.OPERATE),
            Map.entry("POST" + one + "/change", Role.ADMIN),
            Map.entry("POST" + one + "/rotate", Role.ADMIN),
            Map.entry("POST" + one + "/test", Role.OPERATE),
            Map.entry("POST" + one + "/disable", Role.ADMIN),
            Map.entry("POST" + one + "/enable", Role.ADMIN),
            Map.entry("POST" + one + "/remove", Role.ADMIN));
  }

  @Test
  void navigation_leadsOnlyWhereTheRoleMayGo() throws IOException {
    assertThat(visitor(Role.READ).get("").body())
        .contains("href=\"/dashboard/deliveries\"")
        .doesNotContain("href=\"/dashboard/subscriptions");
    assertThat(visitor(Role.READ).get("/owners/" + owner).body())
        .doesNotContain("/dashboard/subscriptions");
    assertThat(visitor(Role.READ).get("/deliveries").body())
        .contains(delivery.substring(delivery.indexOf("ep_")))
        .doesNotContain("/dashboard/subscriptions", receiver.url("/"));
    assertThat(visitor(Role.OPERATE).get("").body()).contains("href=\"/dashboard/subscriptions\"");
    assertThat(visitor(Role.OPERATE).get("/nowhere").body())
        .contains("href=\"/dashboard/subscriptions\"");
  }

  private static Stream<Route> pages() {
    return routes().stream().filter(route -> route.method() == Route.Method.GET);
  }

  private static Stream<Route> actions() {
    return routes().stream().filter(route -> route.method() == Route.Method.POST);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void page_withoutLogin_leadsToTheLogin(Route route) throws IOException {
    Response response = fixture.visitor().get(path(route));

    assertThat(response.status()).isEqualTo(303);
    assertThat(response.field("Location")).isEqualTo("/dashboard/login");
    assertThat(response.body()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void page_ofEachRole_isShown_andHasOnlyWhatTheRoleMayDo(Route route) throws IOException {
    subscription = newSubscription();
    for (Role role : Role.values()) {
      Response response = visitor(role).get(path(route));

      if (!role.includes(route.role())) {
        assertThat(response.status()).isEqualTo(403);
        assertThat(response.body()).contains("This needs a token with the role");
        continue;
      }
      assertThat(response.status()).as(response.body()).isEqualTo(200);
      Matcher action = ACTION.matcher(response.body());
      while (action.find()) {
        if (!action.group(1).equals("/logout")) {
          assertThat(neededFor(action.group(1), response.body(), action.start()))
              .as("%s is shown to %s", action.group(1), role)
              .isLessThanOrEqualTo(role);
        }
      }
    }
  }

  /** The role that a form's action needs; a search needs none. */
  private Role neededFor(String path, String page, int at) {
    String form = page.substring(page.lastIndexOf("<form", at), at);
    if (form.contains("method=\"get\"")) {
      return Role.READ;
    }
    return actions()
        .filter(route -> path.matches(route.path().replaceAll("[{][a-z]+[}]", "[^/]+")))
        .map(Route::role)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no such action: " + path));
  }

  @ParameterizedTest
  @MethodSource("actions")
  void action_ofALowerRole_isNotDone_andOfTheLeastIs(Route route) throws IOException {
    key = newKey();
    subscription = newSubscription();
    for (Role role : Role.values()) {
      Visitor visitor = visitor(role);
      visitor.get(home(route));
      long before = fixture.audited();

      Response response = visitor.submit(path(route), withVersion(route));

      boolean mayDo = role.includes(route.role());
      if (mayDo) {
        assertThat(response.status()).as(response.body()).isIn(200, 303);
        break; // by the least role; the next would find it done
      }
      assertThat(response.status()).isEqualTo(403);
      assertThat(response.body()).contains("This needs a token with the role");
      assertThat(fixture.audited()).isEqualTo(before);
    }
  }

  /** A form that its page does not show still may be sent, by hand. */
  private Map<String, String> withVersion(Route route) {
    Map<String, String> values = values();
    long version =
        path(route).startsWith("/owners/")
            ? fixture.all.owners().get(owner).version().change()
            : fixture.all.keys().get(key).version().change();
    values.put("version", Long.toString(version));
    return values;
  }

  private static Stream<Arguments> forgeries() {
    List<Arguments> all = new ArrayList<>();
    actions()
        .forEach(
            route -> {
              for (String origin :
                  List.of(
                      "Origin:",
                      "Origin: null",
                      "Origin: https://evil.example",
                      "Origin: http://127.0.0.1:1",
                      "Origin: http://localhost")) {
                all.add(Arguments.of(route, origin, "own"));
              }
              all.add(Arguments.of(route, "Sec-Fetch-Site: cross-site", "own"));
              all.add(Arguments.of(route, "Sec-Fetch-Site: same-site", "own"));
              all.add(Arguments.of(route, "X-Nothing: 1", "none"));
              all.add(Arguments.of(route, "X-Nothing: 1", "other"));
            });
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void action_thatAnotherPageSends_isNotDone(Route route, String field, String token)
      throws IOException {
    Visitor visitor = visitor(Role.ADMIN);
    visitor.get(home(route));
    Map<String, String> values = withVersion(route);
    if (token.equals("own")) {
      values.put("form-token", visitor.formToken());
    } else if (token.equals("other")) {
      values.put("form-token", visitor(Role.OPERATE).formToken());
    }
    long before = fixture.audited();

    Response response = visitor.post(path(route), values, field);

    assertThat(response.status()).isEqualTo(403);
    assertThat(fixture.audited()).isEqualTo(before);
  }

  @Test
  void action_withoutLogin_isNotDone() throws IOException {
    for (Route route : actions().toList()) {
      long before = fixture.audited();

      Response response = fixture.visitor().post(path(route), withVersion(route));

      assertThat(response.status()).isEqualTo(401);
      assertThat(fixture.audited()).isEqualTo(before);
    }
  }

  @Test
  void everything_underAForeignHost_isRefused() throws IOException {
    for (Route route : pages().toList()) {
      Response response = visitor(Role.ADMIN).get(path(route), "Host: rebound.example");

      assertThat(response.status()).isEqualTo(421);
    }
    assertThat(fixture.visitor().get("/login", "Host: rebound.example").status()).isEqualTo(421);
    assertThat(visitor(Role.ADMIN).get("/live", "Host: rebound.example").status()).isEqualTo(421);
  }
}
