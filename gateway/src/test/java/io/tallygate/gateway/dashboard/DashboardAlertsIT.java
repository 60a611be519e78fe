package io.tallygate.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.AlertReceiver;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Role;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alerts on the pages: subscribed by clicks, set off by real calls, received by a real server. */
final class DashboardAlertsIT extends InBrowser {

  private AlertReceiver receiver;
  private String path = "";
  private String secret = "";
  private String key = "";

  @BeforeAll
  void receive() throws IOException {
    receiver = new AlertReceiver(number -> 200);
    key = fixture.all.keys().create(NewKey.of("farm"), new KeyFormat("vg_key_")).secret();
    screen.open("/login");
    screen.type("#token", fixture.token(Role.ADMIN).secret());
    screen.follow("main button");
  }

  @AfterAll
  void stopReceiving() {
    receiver.close();
  }

  private void awaitReceived(int count) {
    while (receiver.got().size() < count) {
      assertThat(Thread.interrupted()).as("waited in vain for " + receiver.got()).isFalse();
    }
  }

  /** Loads the page anew until a row of a table has all of these. */
  private void untilRow(String... words) throws IOException {
    StringBuilder holds = new StringBuilder("true");
    for (String word : words) {
      holds.append(" && row.innerText.includes('").append(word).append("')");
    }
    screen.untilReloaded("[...document.querySelectorAll('tbody tr')].some(row => " + holds + ")");
  }

  @Test
  @Order(1)
  void subscription_isMade_andItsSecretShownOnce() throws IOException {
    screen.follow("nav a[href$=subscriptions]");
    assertThat(screen.text("main"))
        .contains("Nobody is told of anything yet.", "Make the first subscription below.");
    screen.picture("subscriptions-empty");

    screen.type("#url", "ftp://127.0.0.1/hook");
    screen.click("form.fields button");
    screen.untilText("form.fields .said", "http");
    screen.type("#url", receiver.url("/hook"));
    screen.type("#thresholds", "80, lots");
    screen.click("form.fields button");
    screen.untilText("form.fields .said", "Thresholds are whole percents, such as 80, 100.");
    screen.picture("subscription-problem");
    screen.type("#thresholds", "80, 100");
    screen.type("#description", "on call");
    screen.follow("form.fields button");

    path = screen.path().substring(Dashboard.ROOT.length());
    secret = screen.text("#secret");
    assertThat(secret).startsWith("whsec_");
    assertThat(screen.text(".notice")).contains("The subscription is made.");
    assertThat(screen.text(".facts"))
        .contains("the operator", receiver.url("/hook"), "limit.used.80", "upstream.up", "on call");
    screen.picture("subscription-secret");
    screen.open(path);
    assertThat(screen.evaluate("document.body.textContent.includes('" + secret + "')"))
        .isEqualTo("false");
  }

  @Test
  @Order(2)
  void realCalls_setItOff_andTheDeliveryIsShownAsDelivered() throws IOException {
    fixture.awaitWanted(6);
    for (int i = 0; i < 8; i++) { // of 10
      fixture.call(key, "POST", "/v1/webhooks/endpoints");
    }
    awaitReceived(1);
    assertThat(receiver.got().get(0).path()).isEqualTo("/hook");
    assertThat(receiver.got().get(0).text("group")).isEqualTo("webhooks-create");

    screen.follow("nav a[href$=deliveries]");
    untilRow("limit.used.80", "delivered", "200");
    screen.picture("deliveries");
  }

  @Test
  @Order(3)
  void delivery_isMadeAgain_withTheSameId() throws IOException {
    screen.open("/deliveries");
    screen.unfold("Make again");
    screen.follow("form[action$=replay] button");
    assertThat(screen.text(".notice")).contains("The delivery is made again");

    awaitReceived(2);
    assertThat(receiver.got().get(1).id()).isEqualTo(receiver.got().get(0).id());
    screen.open("/deliveries");
    untilRow("limit.used.80", "delivered");
    screen.follow("tbody td a[href*=subscriptions]");
    assertThat(screen.path()).isEqualTo(Dashboard.ROOT + path);
    assertThat(screen.text("#deliveries ~ .scroll")).contains("limit.used.80");
  }

  @Test
  @Order(4)
  void subscription_isTested() throws IOException {
    screen.open(path);
    screen.unfold("Test");
    screen.follow("form[action$=test] button");
    assertThat(screen.text(".notice")).contains("An event is on its way");

    awaitReceived(3);
    assertThat(receiver.got().get(2).text("type")).isEqualTo("alert.test");
    untilRow("alert.test", "delivered");
  }

  @Test
  @Order(5)
  void subscription_isChanged_andToldOfWhatItWantsNow() throws IOException {
    screen.open(path);
    screen.unfold("Change");
    screen.type("#thresholds", "50");
    screen.type("#description", "night shift");
    screen.click("[value=\"limit.refused\"]");
    screen.follow("form[action$=change] button");
    assertThat(screen.text(".notice")).contains("The subscription is changed.");
    assertThat(screen.text(".facts"))
        .contains("limit.used.50", "night shift")
        .doesNotContain("limit.used.80", "limit.refused");

    fixture.awaitWanted(4);
    fixture.call(key, "POST", "/v1/webhooks/endpoints");
    awaitReceived(4);
    screen.open(path);
    untilRow("limit.used.50", "delivered");
  }

  @Test
  @Order(6)
  void secret_isRotated_andTheNewOneShownOnce() throws IOException {
    screen.open(path);
    screen.unfold("Rotate");
    screen.follow("form[action$=rotate] button");

    assertThat(screen.text("#secret")).startsWith("whsec_").isNotEqualTo(secret);
    assertThat(screen.text(".facts"))
        .contains("…" + screen.text("#secret").substring(screen.text("#secret").length() - 4));
    secret = screen.text("#secret");
    screen.open(path);
    assertThat(screen.evaluate("document.body.textContent.includes('" + secret + "')"))
        .isEqualTo("false");
  }

  @Test
  @Order(7)
  void receiverThatIsGone_disablesIt_andWhatWasGivenUpIsMadeAgain() throws IOException {
    receiver.answerWith(number -> 410);
    screen.open(path);
    screen.unfold("Test");
    screen.follow("form[action$=test] button");
    untilRow("alert.test", "dead", "410");
    assertThat(screen.text(".title")).contains("disabled");
    assertThat(screen.evaluate("document.querySelectorAll('form[action$=test]').length"))
        .isEqualTo("0");
    screen.picture("subscription-disabled");

    receiver.answerWith(number -> 200);
    screen.unfold("Enable");
    screen.follow("form[action$=enable] button");
    assertThat(screen.text(".title")).contains("enabled");
    screen.open("/deliveries?state=dead&subscription=" + path.substring(path.indexOf("ep_")));
    int before = receiver.got().size();
    screen.unfold("Make again");
    screen.follow("form[action$=replay] button");
    awaitReceived(before + 1);
    screen.open(path);
    screen.untilReloaded("!document.body.innerText.includes('dead')");
  }

  @Test
  @Order(8)
  void subscription_isDisabledAndEnabledByHand() throws IOException {
    screen.open(path);
    screen.unfold("Disable");
    screen.follow("form[action$=disable] button");
    assertThat(screen.text(".notice")).contains("The subscription is disabled");
    assertThat(screen.text(".title")).contains("disabled");
    fixture.awaitWanted(0);

    screen.unfold("Enable");
    screen.follow("form[action$=enable] button");
    assertThat(screen.text(".title")).contains("enabled");
    fixture.awaitWanted(4);
  }

  @ParameterizedTest
  @Order(9)
  @CsvSource({"1280, light", "1280, dark", "390, light", "390, dark"})
  void pages_areWhole_andObstructNobody(int width, String scheme) throws IOException {
    screen.look(width, scheme);
    for (String page : List.of("/subscriptions", path, "/deliveries")) {
      String name = page.equals(path) ? "subscription" : page.substring(1);
      assertThat(screen.faults(page, width, name + "-" + width + "-" + scheme)).as(page).isEmpty();
    }
  }

  @Test
  @Order(10)
  void subscription_isRemoved_onlyWithATick_andAllOfItIsInTheAudit() throws IOException {
    screen.look(1280, "light");
    screen.open(path);
    screen.unfold("Remove");
    screen.click("form[action$=remove] button");
    assertThat(screen.evaluate("document.querySelector('form[action$=remove]').checkValidity()"))
        .isEqualTo("false");
    screen.click("[name=sure]");
    screen.follow("form[action$=remove] button");

    assertThat(screen.text(".notice")).contains("The subscription is removed.");
    assertThat(screen.text("main")).contains("Nobody is told of anything yet.");
    screen.open("/audit?target=" + path.substring(path.indexOf("ep_")));
    assertThat(screen.text("main"))
        .contains("alert.create", "alert.change", "alert.rotate", "alert.test", "alert.remove")
        .contains("ops ADMIN")
        .doesNotContain(secret, "/hook");
  }
}
