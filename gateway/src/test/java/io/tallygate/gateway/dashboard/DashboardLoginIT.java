package io.tallygate.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.key.IssuedToken;
import io.tallygate.gateway.key.Role;
import io.tallygate.testing.RawClient;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Getting in and out of the dashboard, with every trick. */
@Timeout(120)
final class DashboardLoginIT {

  private DashboardFixture fixture;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    fixture = new DashboardFixture(folder.resolve("data"));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private Response login(Visitor visitor, String token, String... fields) throws IOException {
    return visitor.post("/login", Map.of("token", token), fields);
  }

  @Test
  void login_rightToken_opensASession_whoseCookieOnlyThisSiteSees() throws IOException {
    Response response = login(fixture.visitor(), fixture.token(Role.READ).secret());

    assertThat(response.status()).isEqualTo(303);
    assertThat(response.field("Set-Cookie"))
        .matches("tallygate_session=[A-Za-z0-9_-]{43}; Path=/dashboard; HttpOnly; SameSite=Strict");
  }

  @Test
  void login_behindTls_cookieTravelsByTlsAlone() throws IOException {
    Visitor visitor = fixture.visitor();
    String origin = "Origin: https://" + visitor.host();

    Response response = login(visitor, fixture.token(Role.READ).secret(), origin);

    assertThat(response.field("Set-Cookie")).endsWith("; SameSite=Strict; Secure");
  }

  @Test
  void login_fromAnotherPage_isRefused() throws IOException {
    String token = fixture.token(Role.READ).secret();
    for (String origin : new String[] {"Origin:", "Origin: null", "Origin: https://evil.example"}) {
      Response response = login(fixture.visitor(), token, origin);

      assertThat(response.status()).isEqualTo(403);
      assertThat(response.field("Set-Cookie")).isEmpty();
    }
  }

  @Test
  void login_withACookieOfSomebodyElse_opensANewSession_andEndsThatOne() throws IOException {
    Visitor attacker = fixture.visitor(Role.READ);
    String planted = attacker.cookie();
    Visitor victim = fixture.visitor().withCookie(planted);

    login(victim, fixture.token(Role.ADMIN).secret());

    assertThat(victim.cookie()).isNotEqualTo(planted);
    assertThat(attacker.get("").status()).as("the planted one").isEqualTo(303);
    assertThat(victim.get("").status()).isEqualTo(200);
    String madeUp = "A".repeat(43);
    assertThat(fixture.visitor().withCookie(madeUp).get("").status()).isEqualTo(303);
  }

  @Test
  void login_tenFailures_shutsTheDoor_toTheRightTokenToo() throws IOException {
    String token = fixture.token(Role.ADMIN).secret();
    for (int i = 0; i < LoginDoor.PER_ADDRESS.count(); i++) {
      assertThat(login(fixture.visitor(), "wrong").status()).isEqualTo(401);
    }

    Response response = login(fixture.visitor(), token);

    assertThat(response.status()).isEqualTo(429);
    assertThat(response.body()).contains("Too many failed logins.").doesNotContain(token);
    assertThat(response.field("Set-Cookie")).isEmpty();
  }

  @Test
  void link_logsInOnce() throws IOException {
    IssuedToken token = fixture.token(Role.OPERATE);
    String path =
        fixture.gateway.loginLink(token.token().id()).orElseThrow().replace("/dashboard", "");
    Visitor visitor = fixture.visitor();

    assertThat(visitor.post(path, Map.of(), "Origin: https://evil.example").status())
        .isEqualTo(403);
    assertThat(visitor.get(path).body()).contains("This link logs you in once");
    assertThat(visitor.post(path, Map.of()).status()).isEqualTo(303);

    assertThat(visitor.get("").body()).contains("ops OPERATE");
    assertThat(fixture.visitor().get(path).status()).isEqualTo(404);
    assertThat(fixture.visitor().post(path, Map.of()).status()).isEqualTo(401);
    assertThat(fixture.visitor().post("/login/" + "A".repeat(43), Map.of()).status())
        .isEqualTo(401);
  }

  @Test
  void tokenRevoked_endsItsSessionsAtOnce_theLiveOnesToo() throws IOException {
    IssuedToken token = fixture.token(Role.ADMIN);
    Visitor visitor = fixture.visitor().login(token.secret());
    try (RawClient live = new RawClient(fixture.gateway.adminAddress())) {
      live.send(
          """
          GET /dashboard/live HTTP/1.1\r
          Host: %s\r
          Accept: text/event-stream\r
          Cookie: %s=%s\r
          \r
          """
              .formatted(visitor.host(), Browser.COOKIE, visitor.cookie()));
      byte[] head = live.in().readNBytes(15);
      assertThat(new String(head, java.nio.charset.StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 200 OK");

      fixture.all.tokens().revoke(token.token().id());

      assertThat(visitor.get("/keys").field("Location")).isEqualTo("/dashboard/login?over=1");
      assertThat(visitor.submit("/keys", Map.of("name", "late")).status()).isEqualTo(401);
      live.in().readAllBytes(); // comes to its end
    }
    assertThat(fixture.visitor().get("/live").status()).isEqualTo(204);
  }

  @Test
  void logout_endsTheSession_andOnlyByAFormOfItsOwn() throws IOException {
    Visitor visitor = fixture.visitor(Role.READ);
    String cookie = visitor.cookie();
    assertThat(visitor.post("/logout", Map.of("form-token", "x")).status()).isEqualTo(403);
    assertThat(visitor.get("").status()).isEqualTo(200);

    Response response = visitor.submit("/logout", Map.of());

    assertThat(response.field("Set-Cookie")).contains("Max-Age=0");
    assertThat(visitor.withCookie(cookie).get("").status()).isEqualTo(303);
  }

  @Test
  void databaseAway_saysSo_andComesBackWithTheSessionKept() throws IOException {
    Visitor visitor = fixture.visitor(Role.READ);

    fixture.loseDatabase();
    try {
      Response response = visitor.get("/keys");
      assertThat(response.status()).as(response.body()).isEqualTo(503);
      assertThat(response.body()).contains("The database cannot be read at the moment.");
      assertThat(login(fixture.visitor(), fixtureToken()).status()).isEqualTo(503);
    } finally {
      fixture.bringDatabaseBack();
    }

    assertThat(visitor.get("/keys").status()).isEqualTo(200);
  }

  /** What looks like a token and is none. */
  private static String fixtureToken() {
    return io.tallygate.gateway.key.AdminToken.FORMAT.issue(new java.security.SecureRandom());
  }

  @Test
  void form_ofAnotherKindOrTooLong_isRefused() throws IOException {
    Visitor visitor = fixture.visitor(Role.ADMIN);
    Map<String, String> form = Map.of("form-token", visitor.formToken(), "name", "x");

    assertThat(visitor.post("/keys", form, "Content-Type: text/plain").status()).isEqualTo(400);
    assertThat(
            visitor
                .post(
                    "/keys", Map.of("form-token", visitor.formToken(), "name", "x".repeat(300_000)))
                .status())
        .isEqualTo(413);
  }
}
