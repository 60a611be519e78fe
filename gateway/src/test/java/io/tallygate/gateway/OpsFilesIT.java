package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.metrics.Exposed;
import io.tallygate.gateway.metrics.Exposed.Series;
import io.tallygate.gateway.metrics.PromQl;
import io.tallygate.gateway.metrics.PromQl.Matched;
import io.tallygate.gateway.metrics.PromQl.Selector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard and the alert rules, against the metrics that there are. */
@Timeout(120)
final class OpsFilesIT {

  private static final Path OPS = Path.of("..", "ops");
  private static final Path ALERTS = OPS.resolve("prometheus").resolve("alerts.yml");
  private static final Path DASHBOARD = OPS.resolve("grafana").resolve("tallygate.json");
  private static final Path GUIDE = Path.of("..", "docs", "guide", "operating.md");

  /** Prometheus adds them to all that it reads. */
  private static final Set<String> ADDED = Set.of("instance", "job");

  @TempDir Path folder;

  /** All expressions of the dashboard, with the variables of Grafana as they stand there. */
  private static List<String> ofDashboard() throws IOException {
    JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(DASHBOARD));
    List<String> expressions = new ArrayList<>();
    for (JsonNode panel : dashboard.path("panels")) {
      panel.path("targets").forEach(target -> expressions.add(target.path("expr").asString()));
    }
    for (JsonNode variable : dashboard.path("templating").path("list")) {
      String query = variable.path("query").asString();
      if (query.startsWith("label_values(")) {
        String[] words =
            query.substring("label_values(".length(), query.length() - 1).split(", ", -1);
        expressions.add("sum by (" + words[1] + ") (" + words[0] + ")");
      }
    }
    return expressions;
  }

  private static List<String> rules(String field) throws IOException {
    List<String> found = new ArrayList<>();
    Matcher line = Pattern.compile(field).matcher(Files.readString(ALERTS));
    while (line.find()) {
      found.add(line.group(1));
    }
    return found;
  }

  private static List<String> ofAlerts() throws IOException {
    return rules("expr: >-\n *(.*)\n");
  }

  @Test
  void expressions_nameMetricsAndLabelsThatThereAre() throws IOException {
    Exposed exposed = LiveScrape.exposed(folder);
    List<String> expressions = new ArrayList<>(ofDashboard());
    assertThat(expressions).hasSizeGreaterThan(30);
    assertThat(ofAlerts()).hasSameSizeAs(rules("- alert: (.*)\n")).hasSizeGreaterThan(10);
    expressions.addAll(ofAlerts());
    for (String expression : expressions) {
      PromQl read = PromQl.of(expression);
      assertThat(read.selectors()).as(expression).isNotEmpty();
      Set<String> labels = new TreeSet<>(ADDED);
      for (Selector selector : read.selectors()) {
        labels.addAll(check(exposed, selector, expression));
      }
      assertThat(labels).as(expression).containsAll(read.grouped());
    }
  }

  /** The labels of its metric. */
  private static Set<String> check(Exposed exposed, Selector selector, String expression) {
    if (selector.metric().equals("up")) { // Prometheus's own
      return ADDED;
    }
    List<Series> series = exposed.named(selector.metric());
    assertThat(series).as("%s in %s", selector.metric(), expression).isNotEmpty();
    Set<String> labels = new TreeSet<>();
    series.forEach(one -> labels.addAll(one.labels().keySet()));
    for (Matched matched : selector.labels()) {
      if (!ADDED.contains(matched.label())) {
        assertThat(labels).as(expression).contains(matched.label());
      }
      if (!matched.value().startsWith("$")) {
        assertThat(matched.sign()).as(expression).isIn("=", "=~");
        Pattern wanted =
            matched.sign().equals("=")
                ? Pattern.compile(Pattern.quote(matched.value()))
                : Pattern.compile(matched.value());
        assertThat(series)
            .as(expression)
            .anyMatch(
                one -> wanted.matcher(one.labels().getOrDefault(matched.label(), "")).matches());
      }
    }
    return labels;
  }

  @Test
  void rules_eachHasItsHeadingInTheGuide() throws IOException {
    String guide = Files.readString(GUIDE);
    List<String> names = rules("- alert: (.*)\n");
    assertThat(
            names.stream().map(name -> "docs/guide/operating.md#" + name.toLowerCase(Locale.ROOT)))
        .isEqualTo(rules("runbook: (.*)\n"));
    List<String> headings =
        guide
            .lines()
            .filter(line -> line.startsWith("### Tallygate"))
            .map(line -> line.substring(4))
            .toList();
    assertThat(headings).containsExactlyElementsOf(names);
  }

  @Test
  @Tag("needs-promtool")
  void promtool_findsTheRulesGood_andTheirTestsHold() throws Exception {
    run(ALERTS, "check", "rules", "alerts.yml");
    run(ALERTS, "test", "rules", "alerts.test.yml");
  }

  @Test
  @Tag("needs-promtool")
  void promtool_understandsTheDashboardsExpressions() throws Exception {
    StringBuilder rules = new StringBuilder("groups:\n  - name: dashboard\n    rules:\n");
    int count = 0;
    for (String expression : ofDashboard()) {
      String plain =
          expression.replace("$__rate_interval", "5m").replaceAll("\\$(instance|group)\\b", ".*");
      rules.append("      - record: panel").append(count++).append("\n        expr: >-\n");
      rules.append("          ").append(plain).append('\n');
    }
    Path file = Files.writeString(folder.resolve("dashboard.yml"), rules);
    run(file, "check", "rules", "dashboard.yml");
  }

  private static void run(Path beside, String... args) throws Exception {
    List<String> line = new ArrayList<>(List.of("promtool"));
    line.addAll(List.of(args));
    Process process =
        new ProcessBuilder(line)
            .directory(beside.toAbsolutePath().resolveSibling("").normalize().toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }
}
