package io.tallygate.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.Gateway;
import io.tallygate.gateway.GatewayConfig;
import io.tallygate.gateway.GatewayConfig.Listen;
import io.tallygate.gateway.alert.EventKind;
import io.tallygate.gateway.alert.Wish;
import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.key.Subject;
import io.tallygate.gateway.key.Target;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the pages send: nothing that runs, whatever names and notes contain. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class DashboardPagesIT {

  private static final String NASTY =
      "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}${7*7}&amp;";

  /** Marks of direction and of no width, which no rule of names refuses. */
  private static final String MARKED = "a\u200f\u061c\u200b\u00adb";

  private static final Pattern TAG = Pattern.compile("<([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>");
  private static final Pattern INLINE =
      Pattern.compile("(?i)\\s(style|on[a-z]+|srcdoc)\\s*=|javascript:|hx-on|hx-vals=.js");

  private DashboardFixture fixture;
  private Visitor visitor;
  private String key;
  private String owner;
  private String subscription;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    fixture = new DashboardFixture(folder.resolve("data"));
    owner = fixture.all.owners().create(new Description(NASTY, Map.of("note", NASTY)), null).id();
    key =
        fixture
            .all
            .keys()
            .create(
                new NewKey(
                    new Description(MARKED, Map.of("note", NASTY)),
                    new io.tallygate.gateway.key.Standing(owner, null),
                    Life.NO_END),
                new KeyFormat("vg_key_"))
            .key()
            .id();
    fixture
        .all
        .grants()
        .set(new Subject(key), LimitRule.always(Target.ALL, new Amount.Count(7)), NASTY);
    Wish wish = new Wish("http://127.0.0.1:1/hook", EventKind.wishes(), List.of(80), NASTY);
    subscription = fixture.alerts.create("", wish).subscription().id();
    fixture.alerts.test(subscription);
    String secret = fixture.all.tokens().create(NASTY, Role.ADMIN, Life.NO_END).secret();
    visitor = fixture.visitor().login(secret);
  }

  @AfterAll
  void stop() {
    fixture.close();
  }

  private List<String> paths() {
    return List.of(
        "",
        "/owners",
        "/owners/" + owner,
        "/keys",
        "/keys?search=%3Cscript%3Ealert(3)%3C/script%3E&state=active",
        "/keys/" + key + "?span=%22%3E%3Cscript%3E",
        "/policy",
        "/subscriptions",
        "/subscriptions/" + subscription,
        "/subscriptions?owner=%3Cscript%3Ealert(6)%3C/script%3E",
        "/subscriptions/%3Cscript%3Ealert(7)%3C/script%3E",
        "/deliveries",
        "/deliveries?state=%3Cscript%3E&subscription=%3Cscript%3E",
        "/deliveries?subscription=" + subscription,
        "/audit",
        "/audit?target=%3Cscript%3Ealert(4)%3C/script%3E",
        "/settings",
        "/login",
        "/login?over=%3Cscript%3E",
        "/no/such/page",
        "/keys/%3Cscript%3Ealert(5)%3C/script%3E",
        "/keys?cursor=%3Cscript%3E",
        "/keys?state=%3Cscript%3E");
  }

  @Test
  void page_hasNothingInline_andSaysSoToTheBrowser() throws IOException {
    for (String path : paths()) {
      Response response = visitor.get(path);

      assertThat(response.field("Content-Type")).as(path).isEqualTo("text/html;charset=utf-8");
      assertThat(response.field("Content-Security-Policy"))
          .isEqualTo(Browser.CONTENT_SECURITY_POLICY)
          .doesNotContain("unsafe");
      assertThat(response.field("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(response.field("X-Frame-Options")).isEqualTo("DENY");
      assertThat(response.field("Cache-Control")).isEqualTo("no-store");
      assertThat(response.field("Referrer-Policy")).isEqualTo("same-origin");
      assertNothingInline(path, response.body());
    }
  }

  private static void assertNothingInline(String path, String html) {
    Matcher tag = TAG.matcher(html);
    while (tag.find()) {
      assertThat(tag.group(1).toLowerCase(java.util.Locale.ROOT)).as(path).isNotIn("style", "img");
      if (tag.group(1).equalsIgnoreCase("script")) {
        assertThat(tag.group()).as(path).startsWith("<script src=\"/dashboard/assets/");
        assertThat(html.substring(tag.end())).startsWith("</script>");
      }
      String unquoted = tag.group(2).replaceAll("\"[^\"]*\"|'[^']*'", "Q");
      assertThat(INLINE.matcher(unquoted).find()).as(path + " " + tag.group()).isFalse();
    }
    assertThat(html).as(path).doesNotContain("alert(1)</script>").doesNotContain("<img");
  }

  @Test
  void names_areShownCharacterByCharacter() throws IOException {
    String page = visitor.get("/keys/" + key).body();

    assertThat(page).contains("<bdi>a\uFFFD\uFFFD\uFFFD\uFFFDb</bdi>");
    assertThat(page).contains("&lt;script&gt;alert(1)&lt;/script&gt;");
    assertThat(page).contains("{{7*7}}${7*7}&amp;amp;");
    assertThat(page.chars().filter(c -> c < ' ' && c != '\n').count()).isZero();
  }

  @Test
  void refusedForm_repeatsNothingThatRuns() throws IOException {
    for (String part : List.of("", "HX-Request: true")) {
      Map<String, String> form =
          Map.of("form-token", visitor.formToken(), "limit", NASTY, "amount", NASTY);
      Response response =
          visitor.post("/keys/" + key + "/limits", form, part.isEmpty() ? "X-Nothing: 1" : part);

      assertThat(response.status()).isEqualTo(400);
      assertThat(response.field("Content-Security-Policy"))
          .isEqualTo(Browser.CONTENT_SECURITY_POLICY);
      assertNothingInline("limits", response.body());
    }
  }

  @Test
  void assets_areKeptForGood_atPathsThatNameTheirContent() throws IOException {
    String page = visitor.get("").body();
    Matcher asset = Pattern.compile("(?:src|href)=\"/dashboard(/assets/[^\"]+)\"").matcher(page);
    int found = 0;
    while (asset.find()) {
      Response response = fixture.visitor().get(asset.group(1));

      assertThat(response.status()).as(asset.group(1)).isEqualTo(200);
      assertThat(response.field("Cache-Control")).contains("immutable");
      assertThat(response.field("X-Content-Type-Options")).isEqualTo("nosniff");
      found++;
    }
    assertThat(found).isEqualTo(7);
    assertThat(fixture.visitor().get("/assets/0000000000000000/htmx.js").status()).isEqualTo(404);
  }

  @Test
  void gatewayWithoutADatabase_saysThatNobodyCanLogIn() throws IOException {
    GatewayConfig config = GatewayConfig.DEFAULT;
    GatewayConfig free =
        new GatewayConfig(
            new Listen("127.0.0.1", 0, "127.0.0.1", 0),
            config.upstream(),
            config.authentication(),
            config.bounds(),
            config.hour(),
            config.switches());
    try (Gateway gateway = Gateway.start(free, DashboardFixture.POLICY, token -> null)) {
      Visitor stranger = new Visitor(gateway.adminAddress());
      for (String path : List.of("", "/login", "/keys")) {
        assertThat(stranger.get(path).status()).isEqualTo(503);
        assertThat(stranger.get(path).body()).contains("was started without a database");
      }
    }
  }
}
