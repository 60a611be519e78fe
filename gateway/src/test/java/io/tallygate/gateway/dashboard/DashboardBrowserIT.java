package io.tallygate.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.key.Role;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One day of an operator, in a real browser, with real calls through the gateway. */
final class DashboardBrowserIT extends InBrowser {

  private static final String NASTY = "Ac<b>me</b> & Söhne\u200f";

  private String keyPath = "";
  private String ownerPath = "";
  private String secret = "";

  @Test
  @Order(1)
  void login_refusesAWrongToken_andLetsARightOneIn() throws IOException {
    screen.open("");
    assertThat(screen.path()).isEqualTo("/dashboard/login");
    screen.type("#token", "tallygate_admin_nonsense");
    screen.follow("main button");
    screen.untilText("main", "The token is not valid.");

    screen.open("/login");
    screen.type("#token", fixture.token(Role.ADMIN).secret());
    screen.picture("login");
    screen.follow("main button");

    assertThat(screen.path()).isEqualTo("/dashboard");
    assertThat(screen.text("header")).contains("ops ADMIN").contains("Log out");
    screen.picture("empty-overview");
  }

  @Test
  @Order(2)
  void emptyLists_sayWhatToDo() throws IOException {
    screen.follow("nav li:nth-child(2) a");
    assertThat(screen.text("main")).contains("There are no owners yet.").contains("Make the first");
    screen.picture("empty-owners");
    screen.open("/keys");
    assertThat(screen.text("main")).contains("There are no keys yet.").contains("Issue the first");
    screen.picture("empty-keys");
  }

  @Test
  @Order(3)
  void owner_isMade_andItsKeyIssued_whoseSecretIsShownOnce() throws IOException {
    screen.open("/owners");
    screen.type("#name", NASTY);
    screen.follow("form[action$=owners][method=post] button");
    ownerPath = screen.path().substring(Dashboard.ROOT.length());
    assertThat(screen.text("h1")).isEqualTo("Ac<b>me</b> & Söhne\uFFFD");
    assertThat(screen.text(".notice")).contains("The owner is made.");

    screen.follow("#keys ~ p a");
    screen.type("#name", "render farm");
    screen.follow("form.fields button");
    keyPath = screen.path().substring(Dashboard.ROOT.length());
    secret = screen.text("#secret");
    assertThat(secret).startsWith("vg_key_");
    screen.picture("secret");

    screen.open(keyPath);
    assertThat(screen.evaluate("document.body.textContent.includes('" + secret + "')"))
        .isEqualTo("false");
  }

  @Test
  @Order(4)
  void realCalls_areSeenOnTheOverview_live() throws IOException {
    screen.open("");
    screen.evaluate("window.notReloaded = true");
    fixture.callUntil(secret, 200);
    for (int i = 0; i < 420; i++) {
      fixture.call(secret, "POST", "/v1/files/upload");
    }
    for (int i = 0; i < 13; i++) {
      fixture.call(secret, "POST", "/v1/webhooks/endpoints");
    }

    screen.untilText("#figures", "420 of 500");
    screen.untilText("#figures", "10 of 10");
    screen.untilText("#live", "Live");
    assertThat(screen.evaluate("window.notReloaded")).isEqualTo("true");
    assertThat(screen.text("#figures")).contains("render farm").contains("answering");
    screen.open("");
    screen.until("document.querySelectorAll('.plot canvas').length == 1 || location.reload()");
    screen.picture("overview-live");
  }

  @Test
  @Order(5)
  void key_showsUsageHistoryAndRefusals() throws IOException {
    screen.open(keyPath);

    assertThat(screen.text("#usage ~ .scroll")).contains("420 of 500").contains("10 of 10");
    assertThat(screen.text("#refusals ~ .scroll"))
        .contains("POST /v1/webhooks/endpoints")
        .contains("rate_limited");
    assertThat(screen.evaluate("document.querySelectorAll('.plot canvas').length")).isEqualTo("1");
    assertThat(screen.evaluate("document.querySelectorAll('.plot tbody tr[data-at]').length"))
        .isIn("1", "2");
    screen.until(
        "document.querySelector('.plot figcaption').innerText.includes('434 calls, 3 of them')"
            + " || location.reload()"); // usage is written every ten seconds
    String before = screen.text("[data-countdown]");
    screen.until("document.querySelector('[data-countdown]').innerText !== '" + before + "'");
  }

  @Test
  @Order(6)
  void override_isGiven_holdsAtOnce_andIsTakenAway() throws IOException {
    screen.open(keyPath);
    screen.unfold("Give another limit");
    screen.type("#limit", "upload");
    screen.type("#amount", "a lot");
    screen.click("form[action$=limits] button");
    screen.untilText("form[action$=limits] .said", "A limit is a number such as 1,000");
    screen.picture("inline-problem");

    screen.type("#amount", "1,000");
    screen.type("#reason", "asked by mail");
    screen.follow("form[action$=limits] button");
    screen.untilText(".notice", "The limit upload is 1000 from the next call on.");
    assertThat(screen.text("#grants ~ .scroll")).contains("asked by mail");
    fixture.call(secret, "POST", "/v1/files/upload");
    screen.until(
        "document.querySelector('#usage ~ .scroll').innerText.includes('421 of 1,000')"
            + " || location.reload()");

    screen.unfold("Take away");
    screen.follow("form[action$=remove] button");
    assertThat(screen.text(".notice")).contains("The override of upload is taken away.");
  }

  @Test
  @Order(7)
  void key_isBlockedUnblockedAndRotated() throws IOException {
    screen.open(keyPath);
    screen.unfold("Block");
    screen.follow("form[action$=block] button");
    assertThat(screen.text(".title")).contains("blocked");
    fixture.callUntil(secret, 403);
    screen.unfold("Unblock");
    screen.follow("form[action$=unblock] button");
    assertThat(screen.text(".title")).contains("active");
    fixture.callUntil(secret, 200);

    screen.unfold("Rotate");
    screen.type("#grace", "0");
    screen.follow("form[action$=rotate] button");
    String fresh = screen.text("#secret");
    fixture.callUntil(secret, 401);
    fixture.callUntil(fresh, 200);
    secret = fresh;
  }

  @Test
  @Order(8)
  void keys_areFoundWhileOneTypes() throws IOException {
    fixture.visitor(Role.OPERATE); // its login is no change of a key
    screen.open("/keys");
    screen.type("#name", "nightly job");
    screen.follow("form.fields button");
    screen.open("/keys");
    assertThat(screen.text("#rows")).contains("render farm").contains("nightly job");
    screen.evaluate("window.notReloaded = true");

    screen.type("#search", "NIGHT");

    screen.until("!document.querySelector('#rows').textContent.includes('render farm')");
    assertThat(screen.text("#rows")).contains("nightly job");
    assertThat(screen.evaluate("window.notReloaded + location.search")).contains("search=NIGHT");
  }

  @Test
  @Order(9)
  void editedPolicy_isTriedOnWhatWasReallyCalled() throws IOException {
    screen.open("/policy");
    screen.type("#edited", "groups: none");
    screen.click("#try ~ form button");
    screen.untilText("#trial", "policy:1");

    screen.open("/policy");
    screen.evaluate(
        "document.querySelector('#edited').value = document.querySelector('#edited').value"
            + ".replace(/(upload:[^]*?limit: )500/, '$1100')");
    screen.click("#try ~ form button");
    screen.untilText("#trial", "At least 1, at most 1 callers would have been refused");
    assertThat(screen.text("#trial")).contains("upload\t1\t1\t1");
    screen.picture("trial");
  }

  @Test
  @Order(9)
  void audit_hasWhatWasDone_inTheTokensName() throws IOException {
    screen.open("/audit?target=" + keyPath.substring(keyPath.lastIndexOf('/') + 1));

    assertThat(screen.text("main"))
        .contains("ops ADMIN")
        .contains("key.rotate")
        .contains("limit.set")
        .contains("active → blocked")
        .doesNotContain(secret);
  }

  @ParameterizedTest
  @Order(10)
  @CsvSource({"1280, light", "1280, dark", "390, light", "390, dark"})
  void pages_areWhole_andObstructNobody(int width, String scheme) throws IOException {
    screen.look(width, scheme);
    for (String path :
        List.of(
            "", "/owners", ownerPath, "/keys", keyPath, "/policy", "/audit", "/settings", "/no")) {
      List<String> events = screen.open(path);
      String name = path.isEmpty() ? "overview" : path.substring(1).replaceFirst("/.*", "-one");

      if (!path.equals("/no")) {
        assertThat(events)
            .as("nothing is refused or complained of")
            .noneMatch(
                event ->
                    event.contains("\"Log.entryAdded\"")
                        || event.contains("\"Runtime.consoleAPICalled\"")
                        || event.contains("\"Runtime.exceptionThrown\""));
      }
      screen.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
      assertThat(screen.obstacles()).as(path + " " + scheme).isEmpty();
      assertThat(screen.sticksOut(width)).as(path).isEmpty();
      screen.evaluate("document.querySelectorAll('details').forEach(d => d.open = false)");
      screen.picture(name + "-" + width + "-" + scheme);
    }
    screen.look(1280, "light");
  }

  @Test
  @Order(11)
  void key_isRevoked_onlyWithATick() throws IOException {
    screen.open(keyPath);
    screen.unfold("Revoke");
    screen.click("form[action$=revoke] button");
    assertThat(screen.evaluate("document.querySelector('form[action$=revoke]').checkValidity()"))
        .isEqualTo("false");
    fixture.callUntil(secret, 200);

    screen.click("[name=sure]");
    screen.follow("form[action$=revoke] button");

    assertThat(screen.text(".title")).contains("revoked");
    assertThat(screen.evaluate("document.querySelectorAll('form[action$=rotate]').length"))
        .isEqualTo("0");
    fixture.callUntil(secret, 401);
  }

  @Test
  @Order(12)
  void logout_endsTheSession() throws IOException {
    screen.open("");
    screen.follow("header button");

    assertThat(screen.path()).isEqualTo("/dashboard/login");
    screen.open("/keys");
    assertThat(screen.path()).isEqualTo("/dashboard/login");
  }
}
