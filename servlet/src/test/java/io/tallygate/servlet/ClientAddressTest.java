package io.tallygate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientAddressTest {

  /** As Tomcat, Jetty and proxies write addresses; a name is never looked up. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      textBlock =
          """
          192.0.2.7,                  192.0.2.7
          0:0:0:0:0:0:0:1,            0:0:0:0:0:0:0:1
          [2001:db8::1],              2001:db8:0:0:0:0:0:1
          fe80:0:0:0:0:0:0:1%eth0,    fe80:0:0:0:0:0:0:1
          [fe80::1%2],                fe80:0:0:0:0:0:0:1
          ::ffff:192.0.2.7,           192.0.2.7
          null,                       0.0.0.0
          '',                         0.0.0.0
          localhost,                  0.0.0.0
          unknown,                    0.0.0.0
          999.1.1.1,                  0.0.0.0
          1.2.3,                      0.0.0.0
          12,                         0.0.0.0
          ::1::,                      0.0.0.0
          """)
  void address_asContainersTellIt_isRead(String text, String address) {
    assertThat(ClientAddress.of(text).getHostAddress()).isEqualTo(address);
  }
}
