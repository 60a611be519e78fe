package io.tallygate.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.admin.AdminServer;
import io.tallygate.gateway.alert.Alerts;
import io.tallygate.gateway.alert.Delivery;
import io.tallygate.gateway.alert.DeliveryQuery;
import io.tallygate.gateway.coach.Coach;
import io.tallygate.gateway.coach.Finding;
import io.tallygate.gateway.coach.Practice;
import io.tallygate.gateway.coach.Review;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.database.Database;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.database.StoredAdministration;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.metrics.Scrape;
import io.tallygate.gateway.upstream.UpstreamHealth;
import io.tallygate.limiter.clock.Ticker;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What pages show of the coach and of alerts, whatever stands behind those. */
@Timeout(120)
final class DashboardCardsIT {

  private static final Delivery DEAD =
      new Delivery(
          "msg_0000000000000001-ep_0000000000000002",
          "ep_0000000000000002",
          "limit.used.80",
          Delivery.State.DEAD,
          1_795_510_820_000L,
          new Delivery.Last(8, 1_795_510_820_000L, 500, "no 2xx"));

  private final List<String> done = new ArrayList<>();

  /** Answers two questions, and notes who asked. */
  private Alerts alerts(Actor actor) {
    return (Alerts)
        Proxy.newProxyInstance(
            Alerts.class.getClassLoader(),
            new Class<?>[] {Alerts.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "deliveries" -> {
                    Optional<Delivery.State> state = ((DeliveryQuery) arguments[0]).state();
                    yield new Page<>(
                        state.isEmpty() || state.get() == DEAD.state() ? List.of(DEAD) : List.of(),
                        "");
                  }
                  case "replay" -> {
                    done.add(actor.name() + " replays " + arguments[0]);
                    if (done.size() > 1) {
                      throw new DataException(
                          DataException.Reason.CONFLICT, "delivery is under way");
                    }
                    yield DEAD;
                  }
                  default -> throw new AssertionError(method.getName());
                });
  }

  private static Review review(String key) {
    return new Review(
        key,
        Review.State.SEEN,
        1_204,
        1_795_510_820,
        List.of(
            new Finding(
                Practice.WEBHOOK, "executions", "polled 1,204 times, 2.0 s apart", List.of())));
  }

  @Test
  void pages_showWhatTheCoachFinds_andDeliveriesThatCanBeMadeAgain(@TempDir Path folder)
      throws IOException {
    Location location = new Location.Folder(folder.resolve("data"));
    try (StoredAdministration all =
            new StoredAdministration(
                Database.open(location), Ticker.SYSTEM, new Actor(Actor.Kind.COMMAND, "tester"));
        AdminStore store = AdminStore.open(location, Ticker.SYSTEM);
        AdminServer server = server(store)) {
      String key = all.keys().create(NewKey.of("k"), new KeyFormat("vg_key_")).key().id();
      Visitor reader = visitor(all, server, Role.READ);
      Visitor operator = visitor(all, server, Role.OPERATE);

      assertThat(reader.get("/keys/" + key).body())
          .contains("polled 1,204 times, 2.0 s apart: <strong>use a webhook; where none can");
      assertThat(reader.get("/deliveries").body())
          .contains("limit.used.80", "no 2xx", ">dead<")
          .doesNotContain("Make it again");
      assertThat(reader.get("/deliveries?state=pending").body()).contains("None. What a");
      assertThat(reader.get("/deliveries?state=x").status()).isEqualTo(400);
      String replay = "/deliveries/" + DEAD.id() + "/replay";
      assertThat(reader.submit(replay, Map.of()).status()).isEqualTo(403);
      assertThat(done).isEmpty();

      assertThat(operator.get("/deliveries").body()).contains("Make it again");
      assertThat(operator.submit(replay, Map.of()).status()).isEqualTo(303);
      assertThat(operator.submit(replay, Map.of()).status()).isEqualTo(409);
      assertThat(operator.submit("/deliveries/x/replay", Map.of()).status()).isEqualTo(404);
      assertThat(done.get(0)).isEqualTo("OPERATE replays " + DEAD.id());
    }
  }

  private AdminServer server(AdminStore store) throws IOException {
    Coach coach = DashboardCardsIT::review;
    Sources sources =
        new Sources(
            Optional.of(store),
            new Sources.Node(
                "",
                new UpstreamHealth(Duration.ofSeconds(10)),
                () -> DashboardFixture.POLICY,
                List::of),
            Optional.empty(),
            Optional.empty(),
            coach,
            Optional.of(this::alerts));
    AdminServer.Place place =
        new AdminServer.Place(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of());
    return AdminServer.start(
        place,
        new AdminServer.Parts(
            new AdminServer.Health(() -> "", accept -> new Scrape("text/plain", "")),
            Optional.empty(),
            List.of(new Dashboard(DashboardConfig.DEFAULT, sources, place.known(), Ticker.SYSTEM))),
        Ticker.SYSTEM);
  }

  private static Visitor visitor(StoredAdministration all, AdminServer server, Role role)
      throws IOException {
    return new Visitor(server.address())
        .login(all.tokens().create(role.name(), role, Life.NO_END).secret());
  }
}
