package io.tallygate.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.key.IssuedToken;
import io.tallygate.gateway.key.Role;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What else one does on the pages, in a real browser, with real calls through the gateway. */
final class DashboardFlowsIT extends InBrowser {

  private static final int BULK = 55;

  private String ownerPath = "";
  private String keyPath = "";
  private String secret = "";

  @Test
  @Order(1)
  void link_logsInByItsButton_once() throws IOException {
    IssuedToken token = fixture.token(Role.ADMIN);
    String link =
        fixture
            .gateway
            .loginLink(token.token().id())
            .orElseThrow()
            .substring(Dashboard.ROOT.length());
    screen.open(link);
    assertThat(screen.text("main")).contains("This link logs you in once");
    screen.picture("link");

    screen.follow("main button");

    assertThat(screen.path()).isEqualTo("/dashboard");
    assertThat(screen.text("header")).contains("ops ADMIN");
    screen.open(link);
    assertThat(screen.text("main")).contains("The link was used");
  }

  @Test
  @Order(2)
  void owner_isBlockedAndUnblocked_andItsKeysAreRefusedMeanwhile() throws IOException {
    screen.open("/owners");
    screen.type("#name", "acme");
    screen.follow("form[action$=owners][method=post] button");
    ownerPath = screen.path().substring(Dashboard.ROOT.length());
    screen.follow("#keys ~ p a");
    screen.type("#name", "render farm");
    screen.follow("form.fields button");
    keyPath = screen.path().substring(Dashboard.ROOT.length());
    secret = screen.text("#secret");
    fixture.callUntil(secret, 200);

    screen.open(ownerPath);
    screen.unfold("Block");
    screen.follow("form[action$=block] button");
    assertThat(screen.text(".title")).contains("acme").contains("blocked");
    fixture.callUntil(secret, 403);
    screen.picture("owner-blocked");

    screen.unfold("Unblock");
    screen.follow("form[action$=unblock] button");
    assertThat(screen.text(".title")).contains("active");
    fixture.callUntil(secret, 200);
  }

  @Test
  @Order(3)
  void override_ofAnOwner_holdsForItsKey_andIsTakenAway() throws IOException {
    screen.open(ownerPath);
    screen.unfold("Give another limit");
    screen.type("#limit", "tools");
    screen.type("#amount", "x2");
    screen.type("#reason", "a large customer");
    screen.follow("form[action$=limits] button");
    assertThat(screen.text("#grants ~ .scroll"))
        .contains("this owner")
        .contains("a large customer");
    callUntilLimitIs(1_000);

    screen.open(keyPath);
    assertThat(screen.text("#grants ~ .scroll")).contains("its owner").contains("x2");
    screen.untilReloaded(
        "document.querySelector('#usage ~ .scroll').innerText.includes(' of 1,000')");

    screen.open(ownerPath);
    screen.unfold("Take away");
    screen.follow("form[action$=remove] button");
    assertThat(screen.text(".notice")).contains("The override of tools is taken away.");
    callUntilLimitIs(500);
  }

  private void callUntilLimitIs(long limit) throws IOException {
    while (fixture.call(secret, "POST", "/v1/tools/text-to-video").limit() != limit) {
      assertThat(Thread.interrupted()).as("waited in vain for the limit " + limit).isFalse();
    }
  }

  @Test
  @Order(4)
  void plot_goesBackAsFarAsEachLinkSays() throws IOException {
    screen.open(keyPath);
    screen.untilReloaded( // usage is written every ten seconds
        "/^[1-9][0-9,]* calls/.test((document.querySelector('.plot figcaption') || {}).innerText)");
    List<Span> spans = List.of(Span.values());
    for (int i = 0; i < spans.size(); i++) {
      screen.follow(".spans a:nth-child(" + (i + 1) + ")");

      assertThat(screen.text(".spans a[aria-current]")).isEqualTo(spans.get(i).word());
      assertThat(screen.text("#history")).isEqualTo(spans.get(i).title());
      assertThat(screen.text(".plot figcaption")).matches("[1-9][0-9,]* calls, [0-9]+ of them .*");
      assertThat(screen.evaluate("document.querySelectorAll('.plot canvas').length"))
          .isEqualTo("1");
      assertThat(screen.evaluate("document.querySelector('.plot').dataset.step"))
          .isEqualTo(spans.get(i) == Span.HOURS ? "60" : "3600");
      screen.picture("plot-" + spans.get(i).word());
    }
  }

  @Test
  @Order(5)
  void owners_areFoundWhileOneTypes() throws IOException {
    fixture.visitor(Role.ADMIN).submit("/owners", Map.of("name", "umbrella"));
    screen.open("/owners");
    assertThat(screen.text("#rows")).contains("acme").contains("umbrella");
    screen.evaluate("window.notReloaded = true");

    screen.type("#search", "UMB");

    screen.until("!document.querySelector('#rows').textContent.includes('acme')");
    assertThat(screen.text("#rows")).contains("umbrella");
    assertThat(screen.evaluate("window.notReloaded + location.search")).contains("search=UMB");
    screen.type("#search", "nobody");
    screen.untilText("#rows", "No owner fits.");
  }

  @Test
  @Order(6)
  void pager_leadsThroughAllKeys_andBack() throws IOException {
    Visitor visitor = fixture.visitor(Role.OPERATE);
    for (int i = 0; i < BULK; i++) {
      assertThat(visitor.submit("/keys", Map.of("name", "bulk " + i)).status()).isEqualTo(303);
    }
    screen.open("/keys");
    assertThat(rows()).isEqualTo("" + Visit.ROWS);
    String first = screen.text("tbody");

    screen.follow(".pager a[rel=next]");

    assertThat(rows()).isEqualTo("" + (BULK + 1 - Visit.ROWS));
    assertThat(first).doesNotContain(screen.text("tbody tr code"));
    assertThat(screen.evaluate("document.querySelectorAll('.pager a[rel=next]').length"))
        .isEqualTo("0");
    screen.follow(".pager a");
    assertThat(screen.text("tbody")).isEqualTo(first);
  }

  private String rows() throws IOException {
    return screen.evaluate("document.querySelectorAll('tbody tr').length");
  }

  @Test
  @Order(7)
  void ownersAudit_isOneLinkAway_andLeadsBack() throws IOException {
    screen.open(ownerPath);

    screen.follow("main a[href*=audit]");

    assertThat(screen.path()).isEqualTo("/dashboard/audit");
    assertThat(screen.text("main"))
        .contains("owner.create", "owner.block", "owner.unblock", "limit.set", "limit.remove")
        .contains("ops ADMIN", "active → blocked")
        .doesNotContain("key.create");
    screen.follow("tbody td a");
    assertThat(screen.path()).isEqualTo(Dashboard.ROOT + ownerPath);
  }

  @Test
  @Order(8)
  void key_isIssuedAndBlocked_byTheKeyboardAlone() throws IOException {
    screen.open("/keys");
    screen.press("Tab");
    assertThat(screen.evaluate("document.activeElement.className")).isEqualTo("skip");
    screen.picture("skip-link");
    screen.press("Enter");
    screen.until("document.activeElement.id === 'main'");

    screen.tabTo("#name");
    screen.write("by keyboard");
    screen.followByEnter();
    assertThat(screen.text("h1")).isEqualTo("by keyboard");
    String fresh = screen.text("#secret");
    fixture.callUntil(fresh, 200);

    screen.tabTo("summary");
    screen.tabTo("details:has(form[action$=block]) > summary");
    screen.press("Enter");
    screen.tabTo("form[action$=block] button");
    screen.picture("keyboard");
    screen.followByEnter();
    assertThat(screen.text(".title")).contains("blocked");
    fixture.callUntil(fresh, 403);
  }

  @Test
  @Order(9)
  void upstreamThatFails_isShownAsFailing_live_andAsAnsweringAgain() throws IOException {
    screen.open("");
    screen.evaluate("window.notReloaded = true");
    assertThat(screen.text(".upstream")).contains("answering");

    fixture.loseUpstream();
    callUntilShown("failing");
    assertThat(screen.text(".upstream")).contains("upstream_unreachable");
    screen.picture("upstream-failing");

    fixture.bringUpstreamBack();
    callUntilShown("answering");
    assertThat(screen.evaluate("window.notReloaded")).isEqualTo("true");
  }

  /** Calls go on meanwhile: what is known of the API is known from them. */
  private void callUntilShown(String word) throws IOException {
    while (!screen.text(".upstream").contains(word)) {
      fixture.call(secret, "GET", "/v1/files");
      assertThat(Thread.interrupted()).as("waited in vain for " + word).isFalse();
    }
  }
}
