package io.tallygate.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tallygate.gateway.admin.ApiProblem.Code;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.key.AdminToken;
import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.IssuedToken;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.Role;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoorkeeperTest {

  private static final int FAILURES_MAX = 60;

  @TempDir Path folder;
  private final Map<String, String> fields = new TreeMap<>();
  private ApiFixture api;
  private AdminStore store;
  private Doorkeeper doorkeeper;

  @BeforeEach
  void open() {
    api = new ApiFixture(folder.resolve("data"));
    store = api.store();
    doorkeeper = new Doorkeeper(store, api.ticker);
  }

  @AfterEach
  void close() {
    doorkeeper.close();
    store.close();
    api.close();
  }

  private AdminToken token(String authorization) {
    return tokenFrom("192.0.2.1", authorization);
  }

  private AdminToken tokenFrom(String address, String authorization) {
    try {
      return doorkeeper.token(authorization, InetAddress.getByName(address), fields::put);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private Code refusal(String address, String authorization) {
    return catchThrowableOfType(ApiProblem.class, () -> tokenFrom(address, authorization)).code();
  }

  private IssuedToken issue(long expirySecond) {
    return api.all.tokens().create("t", Role.READ, expirySecond);
  }

  @Test
  void token_valid_isItsToken() {
    IssuedToken issued = issue(Life.NO_END);

    for (String scheme : new String[] {"Bearer ", "bearer ", "BEARER   "}) {
      assertThat(token(scheme + issued.secret())).isEqualTo(issued.token());
    }
    assertThat(fields).isEmpty();
  }

  @Test
  void token_expiry_isRefusedFromItsFirstSecondOn() {
    IssuedToken issued = issue(api.ticker.second() + 10);
    api.ticker.skip(Duration.ofSeconds(9));
    assertThat(token("Bearer " + issued.secret())).isEqualTo(issued.token());

    api.ticker.skip(Duration.ofSeconds(1));

    assertThat(refusal("192.0.2.1", "Bearer " + issued.secret())).isEqualTo(Code.INVALID_TOKEN);
  }

  @Test
  void token_revokedWhileUsed_isRefusedAtOnce() {
    IssuedToken issued = issue(Life.NO_END);
    token("Bearer " + issued.secret());

    api.all.tokens().revoke(issued.token().id());

    assertThat(refusal("192.0.2.1", "Bearer " + issued.secret())).isEqualTo(Code.INVALID_TOKEN);
    assertThat(fields).containsEntry("WWW-Authenticate", "Bearer");
  }

  @Test
  void token_malformed_isRefusedWithoutTheDatabase() {
    api.withoutDatabase(
        () -> {
          String issued = AdminToken.FORMAT.issue(new SecureRandom());
          char other = issued.endsWith("0") ? '1' : '0';
          assertThat(refusal("192.0.2.1", "")).isEqualTo(Code.MISSING_TOKEN);
          assertThat(refusal("192.0.2.1", "Basic abc")).isEqualTo(Code.MISSING_TOKEN);
          assertThat(refusal("192.0.2.1", "Bearer")).isEqualTo(Code.MISSING_TOKEN);
          for (String malformed :
              new String[] {
                "x", "x".repeat(10_000), issued.substring(0, issued.length() - 1) + other
              }) {
            assertThat(refusal("192.0.2.1", "Bearer " + malformed)).isEqualTo(Code.INVALID_TOKEN);
          }
          assertThatThrownBy(() -> token("Bearer " + issued)).isInstanceOf(DataException.class);
        });
  }

  @Test
  void token_failuresOfOneAddress_stopItsGuessesAndNoValidToken() {
    IssuedToken issued = issue(Life.NO_END);
    for (int i = 0; i < FAILURES_MAX; i++) {
      assertThat(refusal("192.0.2.1", "Bearer x")).isEqualTo(Code.INVALID_TOKEN);
    }

    assertThat(refusal("192.0.2.1", "Bearer x")).isEqualTo(Code.RATE_LIMITED);
    assertThat(fields).containsKey("Retry-After");
    assertThat(refusal("192.0.2.2", "Bearer x")).isEqualTo(Code.INVALID_TOKEN);
    assertThat(token("Bearer " + issued.secret())).isEqualTo(issued.token());
    api.ticker.skip(Duration.ofMinutes(1));
    assertThat(refusal("192.0.2.1", "Bearer x")).isEqualTo(Code.INVALID_TOKEN);
  }

  @Test
  void token_failuresOfOneIpv6Network_areCountedTogether() {
    for (int i = 0; i < FAILURES_MAX; i++) {
      refusal("2001:db8::" + Integer.toHexString(i + 1), "");
    }

    assertThat(refusal("2001:db8::ffff:1", "")).isEqualTo(Code.RATE_LIMITED);
    assertThat(refusal("2001:db8:0:1::1", "")).isEqualTo(Code.MISSING_TOKEN);
  }

  @Test
  void charge_moreThanTheLimit_isRefusedForThatTokenAlone() {
    AdminToken one = issue(Life.NO_END).token();
    AdminToken other = issue(Life.NO_END).token();
    for (long i = 1; i <= Doorkeeper.CALLS.count(); i++) {
      doorkeeper.charge(one, fields::put);
      assertThat(fields)
          .containsEntry("X-RateLimit-Remaining", Long.toString(Doorkeeper.CALLS.count() - i));
    }

    assertThatThrownBy(() -> doorkeeper.charge(one, fields::put))
        .isInstanceOf(ApiProblem.class)
        .hasMessage("the rate limit is exceeded");

    assertThat(fields).containsEntry("Retry-After", "60");
    doorkeeper.charge(other, fields::put);
    api.ticker.skip(Duration.ofMinutes(1));
    doorkeeper.charge(one, fields::put);
  }
}
