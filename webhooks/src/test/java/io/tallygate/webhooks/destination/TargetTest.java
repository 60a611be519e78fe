package io.tallygate.webhooks.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No spelling of an address leads to a place that is not public. */
final class TargetTest {

  private static final Addresses PUBLIC =
      new Addresses(Reach.PUBLIC, name -> List.of(InetAddress.getByName("93.184.216.34")));

  /** Parsed, and asked for its addresses, as for a delivery. */
  private static void check(String url, Addresses addresses) throws UnknownHostException {
    addresses.of(TargetUrl.parse(url, addresses.reach()).host());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // loopback, as many ways as it has been written
        "https://127.0.0.1/",
        "https://127.0.0.1:8080/",
        "https://127.1/",
        "https://127.0.1/",
        "https://127.255.255.254/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7F.0.0.1/",
        "https://0x7f.0x0.0x0.0x1/",
        "https://017700000001/",
        "https://0177.0.0.1/",
        "https://0177.0.0.01/",
        "https://00000177.0.0.1/",
        "https://127.0.0.01/",
        "https://127.0.0.001/",
        "https://127.00.00.1/",
        "https://127.0x0.1/",
        "https://127.0.0.1./",
        "https://127.0.0.1../",
        "https://4294967297/",
        "https://127.0.0.257/",
        "https://0.0.0.0/",
        "https://0/",
        "https://0x0/",
        "https://00/",
        "https://0.0/",
        "https://localhost/",
        "https://LOCALHOST/",
        "https://localhost./",
        "https://localhost:443/",
        "https://app.localhost/",
        "https://app.LocalHost./",
        "https://[::1]/",
        "https://[0:0:0:0:0:0:0:1]/",
        "https://[0000:0000:0000:0000:0000:0000:0000:0001]/",
        "https://[::]/",
        "https://[::127.0.0.1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://[::FFFF:7F00:0001]/",
        "https://[0:0:0:0:0:ffff:7f00:1]/",
        "https://[::ffff:0:7f00:1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[64:ff9b:1::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[2001:0:7f00:1::]/",
        "https://[::1%25lo]/",
        "https://[::1%lo]/",
        "https://[fe80::1%25eth0]/",
        "https://[::1]:443/",
        "https://[v1.::1]/",
        "https://①②⑦.⓪.⓪.①/",
        "https://127。0。0。1/",
        "https://ⓛocalhost/",
        "https://loc%61lhost/",
        "https://%31%32%37.0.0.1/",
        "https://127%2e0%2e0%2e1/",
        // private networks
        "https://10.0.0.1/",
        "https://10.255.255.255/",
        "https://167772161/",
        "https://0xa000001/",
        "https://012.0.0.1/",
        "https://172.16.0.1/",
        "https://172.31.255.255/",
        "https://192.168.0.1/",
        "https://192.168.1/",
        "https://3232235777/",
        "https://0300.0250.0.1/",
        "https://[::ffff:10.0.0.1]/",
        "https://[::ffff:192.168.0.1]/",
        "https://[::ffff:c0a8:1]/",
        "https://[64:ff9b::10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://[2002:a00:1::]/",
        "https://[2002:c0a8:101::1]/",
        "https://[fc00::1]/",
        "https://[fd00::1]/",
        "https://[fdff:ffff::1]/",
        "https://[fec0::1]/",
        "https://100.64.0.1/",
        "https://100.127.255.255/",
        // link-local, and the metadata of clouds
        "https://169.254.169.254/",
        "https://169.254.169.254/latest/meta-data/",
        "https://2852039166/",
        "https://0xa9fea9fe/",
        "https://0xa9.0xfe.0xa9.0xfe/",
        "https://0251.0376.0251.0376/",
        "https://025177524776/",
        "https://169.254.43518/",
        "https://169.16689662/",
        "https://169.254.170.2/",
        "https://[::ffff:169.254.169.254]/",
        "https://[::ffff:a9fe:a9fe]/",
        "https://[64:ff9b::a9fe:a9fe]/",
        "https://[fd00:ec2::254]/",
        "https://[fe80::1]/",
        "https://[febf::1]/",
        "https://168.63.129.16/",
        "https://100.100.100.200/",
        // other places that are not public
        "https://192.0.0.192/",
        "https://192.0.2.1/",
        "https://192.88.99.1/",
        "https://198.18.0.1/",
        "https://198.19.255.255/",
        "https://198.51.100.1/",
        "https://203.0.113.1/",
        "https://224.0.0.1/",
        "https://239.255.255.250/",
        "https://240.0.0.1/",
        "https://255.255.255.255/",
        "https://[ff02::1]/",
        "https://[2001:db8::1]/",
        "https://[3fff::1]/",
        "https://[100::1]/",
        "https://[5f00::1]/",
        "https://[4000::1]/",
        // hosts that readers of URLs find in different places
        "https://example.com@127.0.0.1/",
        "https://example.com:443@127.0.0.1/",
        "https://user:password@example.com/",
        "https://@example.com/",
        "https://example.com\\@127.0.0.1/",
        "https:\\\\127.0.0.1/",
        "https://127.0.0.1\\.example.com/",
        "https://127.0.0.1#.example.com/",
        "https://example.com/#x",
        "https://exa mple.com/",
        "https://example.com\t.evil/",
        "https://example.com\n/",
        "https:///example.com/",
        "https:example.com",
        "https:/example.com/",
        "//example.com/",
        "example.com",
        "",
        // other schemes, ports, names
        "http://example.com/",
        "http://127.0.0.1/",
        "HTTP://example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com/",
        "javascript:alert(1)",
        "data:text/plain,x",
        "jar:https://example.com/!/",
        "https://example.com:0/",
        "https://example.com:65536/",
        "https://example.com:99999999999/",
        "https://example.com:-1/",
        "https://-example.com/",
        "https://example-.com/",
        "https://exa..mple.com/",
        "https://.example.com/",
        "https://example.1/",
        "https://example.0x7f/",
        "https://*.example.com/",
      })
  void url_notPublicOrNotPlain_isRefused(String url) {
    assertThatThrownBy(() -> check(url, PUBLIC))
        .isInstanceOf(TargetException.class)
        .hasMessageStartingWith("url must ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/",
        "https://example.com",
        "https://example.com.",
        "HTTPS://EXAMPLE.com/Hook?a=b&c=%20",
        "https://xn--bcher-kva.example:8443/",
        "https://a-b.c1.example/hook",
        "https://1.2.3.4.example/",
        "https://93.184.216.34/",
        "https://8.8.8.8:8443/",
        "https://172.32.0.1/",
        "https://172.15.255.255/",
        "https://100.63.255.255/",
        "https://100.128.0.1/",
        "https://169.253.255.255/",
        "https://[2606:2800:220:1:248:1893:25c8:1946]/",
        "https://[2002:5db8:d822::]/",
        "https://[64:ff9b::5db8:d822]/",
      })
  void url_public_isTaken(String url) {
    assertThatCode(() -> check(url, PUBLIC)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:9/, 127.0.0.1",
    "http://localhost:9/, 127.0.0.1",
    "https://localhost/, ::1",
    "http://[::1]:9/, ::1",
    "http://app.localhost/, 127.0.0.2",
    "https://example.com/, 93.184.216.34",
  })
  void loopbackToo_thisMachineAndThePublic_areReached(String url, String address) {
    Addresses addresses =
        new Addresses(Reach.PUBLIC_AND_LOOPBACK, name -> List.of(InetAddress.getByName(address)));
    assertThatCode(() -> check(url, addresses)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/",
        "http://10.0.0.1/",
        "https://10.0.0.1/",
        "http://169.254.169.254/",
        "http://0.0.0.0/",
        "http://[::]/",
        "http://192.168.0.1/",
        "http://127.1/",
        "http://2130706433/",
      })
  void loopbackToo_othersThanThisMachine_areRefused(String url) {
    Addresses addresses =
        new Addresses(
            Reach.PUBLIC_AND_LOOPBACK, name -> List.of(InetAddress.getByName("93.184.216.34")));
    assertThatThrownBy(() -> check(url, addresses)).isInstanceOf(TargetException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "192.168.0.9",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "0.0.0.0"
      })
  void name_thatResolvesToSuchAnAddress_isRefused(String address) {
    Addresses addresses =
        new Addresses(
            Reach.PUBLIC,
            name ->
                List.of(InetAddress.getByName("93.184.216.34"), InetAddress.getByName(address)));
    assertThatThrownBy(() -> addresses.of("example.com"))
        .isInstanceOf(TargetException.class)
        .hasMessage("url must have a public address");
  }

  @Test
  void name_thatResolvesToAnotherAddressLater_isRefusedThen() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Addresses addresses =
        new Addresses(
            Reach.PUBLIC,
            name ->
                List.of(
                    InetAddress.getByName(
                        asked.getAndIncrement() == 0 ? "93.184.216.34" : "127.0.0.1")));
    assertThat(addresses.of("rebound.example")).hasSize(1);
    assertThatThrownBy(() -> addresses.of("rebound.example")).isInstanceOf(TargetException.class);
  }

  @Test
  void url_length_isBounded() {
    String start = "https://example.com/";
    String longest = start + "a".repeat(TargetUrl.LENGTH_MAX - start.length());
    assertThatCode(() -> check(longest, PUBLIC)).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(longest + "a", PUBLIC))
        .hasMessage("url must have at most 2000 characters");
  }
}
