package io.tallygate.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostsTest {

  private final Hosts hosts = new Hosts("10.0.0.7", List.of("Admin.Example", "fd00::7"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost",
        "localhost:8081",
        "localhost:",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.255.255.254:65535",
        "[::1]",
        "[::1]:8081",
        "[0:0:0:0:0:0:0:1]:8081",
        "[::ffff:127.0.0.1]",
        "10.0.0.7",
        "10.0.0.7:8081",
        "admin.example",
        "ADMIN.example:8081",
        "[fd00::7]",
        "[FD00::7]:8081",
        "[fd00:0:0:0:0:0:0:7]"
      })
  void require_ours_isTaken(String host) {
    assertThatCode(() -> hosts.require(host)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":8081",
        "example",
        "rebound.example:8081",
        "localhost.",
        "localhost.rebound.example",
        "127.0.0.1.rebound.example",
        "xlocalhost",
        "127.0.0",
        "127.0.0.256",
        "127.999.0.1",
        "0x7f000001",
        "128.0.0.1",
        "0.0.0.0:8081",
        "[::]:8081",
        "[::2]",
        "[::1",
        "[fd00::8]",
        "[::1]:8081x",
        "admin.example.",
        "admin.example:8081:8081",
        "admin.example@rebound.example",
        "10.0.0.8",
        "localhost:808123",
        "localhost, rebound.example",
        "\u0130ocalhost"
      })
  void require_foreign_isRefused(String host) {
    assertThatThrownBy(() -> hosts.require(host))
        .isInstanceOf(ApiProblem.class)
        .hasMessage("host must be a loopback address or one of admin-hosts")
        .satisfies(
            e -> {
              ApiProblem problem = (ApiProblem) e;
              assertThat(problem.code()).isEqualTo(ApiProblem.Code.FOREIGN_HOST);
              assertThat(problem.field()).isEqualTo("Host");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void require_boundToAll_takesNoAddressForIt(String bind) throws UnknownHostException {
    Hosts everywhere = new Hosts(InetAddress.getByName(bind).getHostAddress(), List.of());

    for (String host : List.of("0.0.0.0", "[::]", "[0:0:0:0:0:0:0:0]", "10.0.0.7", "")) {
      assertThatThrownBy(() -> everywhere.require(host)).as(host).isInstanceOf(ApiProblem.class);
    }
    assertThatCode(() -> everywhere.require("localhost")).doesNotThrowAnyException();
  }

  @Test
  void require_boundToAnIpv6Address_takesItHoweverWritten() throws UnknownHostException {
    Hosts one = new Hosts(InetAddress.getByName("2001:db8::1").getHostAddress(), List.of());

    assertThatCode(() -> one.require("[2001:DB8::1]:8081")).doesNotThrowAnyException();
    assertThatThrownBy(() -> one.require("[2001:db8::2]")).isInstanceOf(ApiProblem.class);
  }
}
