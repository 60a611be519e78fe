package io.tallygate.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScrapeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '' | text
          */* | text
          text/plain | text
          text/html,application/xhtml+xml,*/*;q=0.8 | text
          application/openmetrics-text | open
          Application/OpenMetrics-Text; version=1.0.0; charset=utf-8 | open
          application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | open
          text/plain;version=0.0.4, application/openmetrics-text;q=0.9 | text
          application/openmetrics-text;q=0, text/plain;q=0 | text
          application/openmetrics-text;q=0.000 | text
          application/openmetrics-text;q=nonsense | text
          application/openmetrics-text;q=2 | text
          application/openmetrics-textual | text
          """)
  void typeFor_goesByTheField(String accept, String expected) {
    String type = expected.equals("open") ? Scrape.OPENMETRICS : Scrape.PROMETHEUS;
    assertThat(Scrape.typeFor(accept)).isEqualTo(type);
  }

  @Test
  void typeFor_tooLongField_isNotRead() {
    String field = "application/openmetrics-text;q=0.5" + ",".repeat(4_096 - 34);
    assertThat(Scrape.typeFor(field)).isEqualTo(Scrape.OPENMETRICS);
    assertThat(Scrape.typeFor(field + ",")).isEqualTo(Scrape.PROMETHEUS);
  }
}
