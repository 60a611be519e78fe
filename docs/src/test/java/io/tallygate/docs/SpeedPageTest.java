package io.tallygate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page of speed has the figures that were kept; {@code -Dtallygate.docs=write} writes them. */
final class SpeedPageTest {

  private static final Repository REPOSITORY = Repository.here();
  private static final String PAGE = "docs/design/speed.md";
  private static final String README = "README.md";
  private static final String OURS = "tallygate, by key";
  private static final String SENTENCE = "A decision takes";
  private static final String BEGIN = "<!-- figures -->\n";
  private static final String END = "<!-- end of figures -->";
  private static final JsonNode ALL =
      JsonMapper.shared().readTree(REPOSITORY.read("docs/benchmarks.json"));

  private static List<String> sections() {
    List<String> sections = new ArrayList<>();
    for (String name : ALL.propertyNames()) {
      if (name.startsWith("engine-")) {
        sections.add(name);
      }
    }
    return sections;
  }

  @Test
  void page_hasTheKeptFigures() throws IOException {
    String page = REPOSITORY.read(PAGE);
    StringBuilder figures = new StringBuilder(BEGIN);
    sections().forEach(name -> figures.append(section(name, ALL.path(name))));
    figures.append(watching(ALL.path("watching")));
    String before = page.substring(0, page.indexOf(BEGIN));
    String written = before + figures + page.substring(page.indexOf(END));
    if (isWritten()) {
      Files.writeString(Path.of("..").resolve(PAGE), written);
    } else {
      assertThat(page)
          .as(
              "write it anew with: ./mvnw -Dquick -pl docs test -Dtest=SpeedPageTest"
                  + " -Dtallygate.docs=write")
          .isEqualTo(written);
    }
  }

  @Test
  void readme_hasTheKeptFigures() throws IOException {
    String readme = REPOSITORY.read(README);
    String written = readme.replaceFirst("(?m)^" + SENTENCE + ".*\\R.*$", sentence());
    if (isWritten()) {
      Files.writeString(Path.of("..").resolve(README), written);
    } else {
      assertThat(readme).contains(sentence());
    }
  }

  private static String sentence() {
    String hot = "one hot key, 1 thread";
    String many = "1 Mi keys, 1 thread";
    return format(
        "%s %.0f ns for one key and %.0f ns among a million, found by the key's text as in others;"
            + " Bucket4j takes\n%.1f and %.1f times as long, the best of Resilience4j and Guava"
            + " %.1f and %.1f times. A counter takes %.0f bytes ([all figures](%s)).",
        SENTENCE,
        value(hot, OURS),
        value(many, OURS),
        times(hot, "bucket4j in a map"),
        times(many, "bucket4j in a map"),
        Math.min(times(hot, "resilience4j registry"), times(hot, "guava in a map")),
        Math.min(times(many, "resilience4j registry"), times(many, "guava in a map")),
        value("memory of a counter", "tallygate's table"),
        PAGE);
  }

  private static double times(String figure, String peer) {
    return value(figure, peer) / value(figure, OURS);
  }

  private static double value(String figure, String peer) {
    for (JsonNode line : ALL.path("engine-17").path("lines")) {
      if (line.path("figure").asString().equals(figure)
          && line.path("peer").asString().equals(peer)) {
        return line.path("value").asDouble();
      }
    }
    throw new AssertionError("no such figure: " + figure + " of " + peer);
  }

  private static boolean isWritten() {
    return "write".equals(System.getProperty("tallygate.docs"));
  }

  @Test
  void sections_areThere() {
    assertThat(sections()).containsExactly("engine-17", "engine-25");
    assertThat(ALL.path("watching").path("lines")).isNotEmpty();
  }

  /** What it costs that parts of the gateway look on. */
  private static String watching(JsonNode section) {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    Set<String> figures = new LinkedHashSet<>();
    for (JsonNode line : section.path("lines")) {
      figures.add(line.path("figure").asString());
      rows.computeIfAbsent(line.path("peer").asString(), peer -> new ArrayList<>())
          .add(
              format(
                  "%.2f [%.2f-%.2f]",
                  line.path("value").asDouble(),
                  line.path("spread").path(0).asDouble(),
                  line.path("spread").path(1).asDouble()));
    }
    rows.remove("nothing"); // what the others are in times of
    StringBuilder text = new StringBuilder("\n## A gateway that is watched\n\n");
    text.append(ran(section));
    text.append("| watched by | ").append(String.join(" | ", figures)).append(" |\n");
    text.append("|---".repeat(figures.size() + 1)).append("|\n");
    rows.forEach(
        (peer, cells) -> text.append(format("| %s | %s |\n", peer, String.join(" | ", cells))));
    return text.append('\n').toString();
  }

  private static String ran(JsonNode section) {
    return format(
        "%s; %s, %s; commit %s, %s; load %s.\n\n",
        section.path("setting").asString(),
        section.path("machine").asString(),
        section.path("jdk").asString(),
        section.path("commit").asString(),
        section.path("date").asString(),
        section.path("load").asString());
  }

  private static String section(String name, JsonNode section) {
    StringBuilder text = new StringBuilder();
    text.append("\n## JDK ").append(name.substring("engine-".length())).append("\n\n");
    text.append(ran(section));
    text.append("| case | ours | against | ratio | goal | |\n|---|---|---|---|---|---|\n");
    for (JsonNode line : section.path("lines")) {
      if (isGoal(line)) {
        text.append(goal(line));
      }
    }
    text.append("\n| figure | peer | value | unit |\n|---|---|---|---|\n");
    for (JsonNode line : section.path("lines")) {
      if (!isGoal(line)) {
        text.append(figure(line));
      }
    }
    text.append("\n![Time per decision by the number of counters](../benchmarks/");
    return text.append(name).append(".svg)\n\n").toString();
  }

  private static boolean isGoal(JsonNode line) {
    return line.path("figure").asString().startsWith("goal: ");
  }

  private static String goal(JsonNode line) {
    String[] figure = line.path("figure").asString().split(": ", 3);
    String unit = line.path("unit").asString();
    String goal = unit.substring(unit.lastIndexOf(' ') + 1);
    boolean met = line.path("value").asDouble() <= Double.parseDouble(goal);
    return format(
        "| %s | %s | %s | %s | %s | %s |\n",
        figure[1],
        figure[2],
        line.path("peer").asString(),
        spread(line),
        goal,
        met ? "met" : "missed");
  }

  private static String figure(JsonNode line) {
    return format(
        "| %s | %s | %s | %s |\n",
        line.path("figure").asString(),
        line.path("peer").asString(),
        spread(line),
        line.path("unit").asString());
  }

  private static String spread(JsonNode line) {
    double value = line.path("value").asDouble();
    double min = line.path("spread").path(0).asDouble();
    double max = line.path("spread").path(1).asDouble();
    return min == max
        ? number(value)
        : number(value) + " [" + number(min) + "-" + number(max) + "]";
  }

  private static String number(double value) {
    return format(value < 10 ? "%.2f" : "%.0f", value);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
