package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.gateway.AlertFixture.Node;
import io.tallygate.gateway.GatewayConfig.Sight;
import io.tallygate.gateway.GatewayConfig.Switches;
import io.tallygate.gateway.alert.Delivery;
import io.tallygate.gateway.alert.DeliveryQuery;
import io.tallygate.gateway.alert.Wish;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.database.OnServer;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.Page;
import io.tallygate.testing.PostgresServer;
import io.tallygate.testing.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of alerts when the database is away, or the receiver is where it may not be. */
@Timeout(120)
final class AlertsTroubleIT {

  @TempDir Path folder;

  @Test
  @Tag("needs-postgresql")
  void databaseAway_callsGoOn_andWhatWasFoundIsToldLater() throws Exception {
    try (PostgresServer server = PostgresServer.start();
        AlertFixture fixture = new AlertFixture(OnServer.database(server))) {
      IssuedKey key = fixture.key("k");
      fixture.subscribe(80, 100);
      Node node = fixture.start(AlertsBed.POLICY, Duration.ofHours(1));
      try (RawClient client = node.client()) {
        assertThat(AlertsBed.call(client, key, "/things").status()).isEqualTo(200);
        server.kill();
        for (int i = 1; i < 10; i++) {
          assertThat(AlertsBed.call(client, key, "/things").status()).isEqualTo(200);
        }
        assertThat(AlertsBed.call(client, key, "/things").status()).isEqualTo(429);
      }
      assertThat(fixture.receiver.got()).isEmpty();

      server.restart();

      AlertsBed.await(() -> fixture.receiver.got().size() == 3);
      String things = key.key().id() + " things things ";
      assertThat(fixture.receiver.got().stream().map(AlertsBed::told))
          .containsExactlyInAnyOrder(things + "80", things + "100", things + "refused");
    }
  }

  @Test
  void privateAddress_isRefusedUnlessItIsAllowed_andWhereItWasAllowedBefore() throws IOException {
    try (AlertFixture fixture = new AlertFixture(new Location.Folder(folder))) {
      IssuedKey key = fixture.key("k");
      fixture.subscribe(80);
      GatewayConfig allowed =
          AlertFixture.config(fixture.upstream.uri(), Duration.ofHours(1), AlertFixture.QUICK);
      GatewayConfig strict =
          new GatewayConfig(
              allowed.listen(),
              allowed.upstream(),
              allowed.authentication(),
              allowed.bounds(),
              allowed.hour(),
              new Switches(false, false, Sight.DEFAULT));
      Node node = fixture.start(AlertsBed.POLICY, strict);
      try (RawClient client = node.client()) {
        for (int i = 0; i < 8; i++) {
          AlertsBed.call(client, key, "/things");
        }
      }

      AlertsBed.await(
          () ->
              deliveries(fixture).stream()
                  .anyMatch(one -> "url must begin with https://".equals(one.last().error())));
      assertThat(fixture.receiver.got()).isEmpty();
    }
  }

  private static List<Delivery> deliveries(AlertFixture fixture) {
    return fixture.alerts.deliveries(DeliveryQuery.ALL, Page.Request.FIRST).items();
  }

  @Test
  void metadataOfClouds_isRefusedEvenWherePrivateAddressesAreAllowed() throws IOException {
    try (AlertFixture fixture = new AlertFixture(new Location.Folder(folder))) {
      for (String url :
          List.of(
              "http://169.254.169.254/latest/meta-data/",
              "http://[fd00:ec2::254]/",
              "http://0.0.0.0/",
              "http://[fe80::1]/")) {
        assertThatThrownBy(() -> fixture.alerts.create("", Wish.all(url)))
            .as(url)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageMatching("url must (begin with https://.*|have a public address)");
      }
      assertThat(fixture.alerts.list("", Page.Request.FIRST).items()).isEmpty();
    }
  }
}
