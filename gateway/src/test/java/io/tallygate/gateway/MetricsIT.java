package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.metrics.Exposed;
import io.tallygate.gateway.metrics.Exposed.Series;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is measured, against what was done; and the page that lists it. */
@Timeout(60)
final class MetricsIT {

  private static final Path PAGE = Path.of("..", "docs", "reference", "metrics.md");
  private static final String OURS = "\n## Of Tallygate\n\n";
  private static final String JVM = "\n## Of the JVM and its process\n\n";
  private static final String HEAD =
      """
      | name | type | unit | labels | meaning |
      |---|---|---|---|---|
      """;

  @TempDir Path folder;

  private static double value(Exposed exposed, String name, Map<String, String> labels) {
    return exposed.named(name).stream()
        .filter(series -> series.labels().equals(labels))
        .mapToDouble(Series::value)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no series " + name + labels));
  }

  @Test
  void scrape_afterTraffic_saysWhatWasDone() throws IOException {
    String text = LiveScrape.afterTraffic(folder);
    Exposed exposed = Exposed.parse(text);
    String calls = "tallygate_calls_total";
    assertThat(value(exposed, calls, Map.of("group", "made", "status", "2xx"))).isEqualTo(3);
    assertThat(value(exposed, calls, Map.of("group", "made", "status", "429"))).isEqualTo(2);
    assertThat(value(exposed, calls, Map.of("group", "things", "status", "5xx"))).isEqualTo(2);
    Map<String, String> made = Map.of("group", "made", "limit", "made");
    assertThat(value(exposed, "tallygate_refusals_total", made)).isEqualTo(2);
    Map<String, String> broken = Map.of("code", "upstream_broken");
    assertThat(value(exposed, "tallygate_answers_total", broken)).isEqualTo(1);
    Map<String, String> invalid = Map.of("code", "invalid_api_key");
    assertThat(value(exposed, "tallygate_answers_total", invalid)).isEqualTo(1);
    assertThat(value(exposed, "tallygate_call_duration_seconds_count", Map.of("group", "things")))
        .isEqualTo(3);
    assertThat(value(exposed, "tallygate_upstream_duration_seconds_count", Map.of())).isEqualTo(7);
    assertThat(value(exposed, "tallygate_decision_duration_seconds_count", Map.of())).isEqualTo(11);
    assertThat(value(exposed, "tallygate_upstream_duration_seconds_sum", Map.of()))
        .isBetween(1e-6, 30.0);
    assertThat(value(exposed, "tallygate_ready", Map.of())).isEqualTo(1);
    assertThat(text).doesNotContain("k1").doesNotContain("proof-of-the-gateway");
  }

  @Test
  void scrape_openMetrics_forThoseThatAskForIt() throws IOException {
    try (Fixture fixture = new Fixture()) {
      Response open = LiveScrape.scrape(fixture, "application/openmetrics-text; version=1.0.0");
      assertThat(open.field("content-type"))
          .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
      assertThat(open.body()).endsWith("# EOF\n").contains("# TYPE tallygate_answers counter");
      Response plain = LiveScrape.scrape(fixture, "*/*");
      assertThat(plain.field("content-type")).startsWith("text/plain; version=0.0.4");
      assertThat(plain.body()).contains("# TYPE tallygate_answers_total counter");
    }
  }

  @Test
  void page_listsEveryMetric_andNoOther() throws IOException {
    Exposed exposed = LiveScrape.exposed(folder);
    assertThat(exposed.families().values())
        .allSatisfy(
            family ->
                assertThat(family.labels())
                    .as(family.name())
                    .doesNotContainAnyElementsOf(Set.of("key", "owner", "address", "path")));
    String page = Files.exists(PAGE) ? Files.readString(PAGE) : "# Metrics\n" + OURS;
    String now = page.substring(0, page.indexOf(OURS)) + OURS + table(exposed, "tallygate_");
    now += JVM + table(exposed, "");
    if ("write".equals(System.getProperty("tallygate.docs"))) {
      Files.writeString(PAGE, now);
      page = now;
    }
    assertThat(page)
        .as(
            "docs/reference/metrics.md is out of date; write it anew with: ./mvnw -q -Dquick -pl"
                + " gateway -am verify -Dtest=NoSuch -Dit.test=MetricsIT"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dtallygate.docs=write")
        .isEqualTo(now);
  }

  private static String table(Exposed exposed, String prefix) {
    return HEAD
        + exposed.families().values().stream()
            .filter(family -> family.name().startsWith("tallygate_") == !prefix.isEmpty())
            .filter(family -> !family.name().startsWith("jvm_gc_concurrent")) // of some JVMs only
            .map(MetricsIT::row)
            .collect(Collectors.joining());
  }

  private static String row(Exposed.Family family) {
    String base = family.name().replaceAll("_(total|max)$", "");
    String unit = base.endsWith("_seconds") ? "seconds" : base.endsWith("_bytes") ? "bytes" : "";
    String labels =
        family.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
    assertThat(family.help()).as(family.name()).isNotBlank();
    return "| `%s` | %s | %s | %s | %s |\n"
        .formatted(family.name(), family.type(), unit, labels, family.help().replace("|", "\\|"));
  }
}
