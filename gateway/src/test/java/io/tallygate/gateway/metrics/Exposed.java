package io.tallygate.gateway.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text format of Prometheus, read: families of metrics, and their series. */
public record Exposed(Map<String, Family> families) {

  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /**
   * Metrics of one name.
   *
   * @param series the name of each, which may have an ending, with its labels
   */
  public record Family(String name, String type, String help, List<Series> series) {

    /** Without those that the type brings. */
    public Set<String> labels() {
      Set<String> labels = new TreeSet<>();
      series.forEach(one -> labels.addAll(one.labels().keySet()));
      labels.removeAll(Set.of("le", "quantile"));
      return labels;
    }
  }

  /** A row of numbers in time. */
  public record Series(String name, Map<String, String> labels, double value) {}

  public static Exposed parse(String text) {
    Map<String, Family> families = new TreeMap<>();
    Map<String, String> helps = new TreeMap<>();
    for (String line : text.lines().toList()) {
      String[] words = line.split(" ", 4);
      if (line.startsWith("# HELP ")) {
        helps.put(words[2], words[3]);
      } else if (line.startsWith("# TYPE ")) {
        String help = helps.getOrDefault(words[2], "");
        families.put(words[2], new Family(words[2], words[3], help, new ArrayList<>()));
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        Series series = series(line);
        familyOf(series.name(), families).series().add(series);
      }
    }
    return new Exposed(families);
  }

  private static Series series(String line) {
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      throw new AssertionError("no sample: " + line);
    }
    Map<String, String> labels = new TreeMap<>();
    if (sample.group(2) != null) {
      Matcher label = LABEL.matcher(sample.group(2));
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
    }
    return new Series(sample.group(1), labels, Double.parseDouble(sample.group(3)));
  }

  private static Family familyOf(String name, Map<String, Family> families) {
    for (String ending : List.of("", "_bucket", "_sum", "_count")) {
      Family family = families.get(name.substring(0, Math.max(name.length() - ending.length(), 0)));
      if (name.endsWith(ending) && family != null) {
        return family;
      }
    }
    throw new AssertionError("a sample without a type: " + name);
  }

  /** All series of this name. */
  public List<Series> named(String name) {
    return families.values().stream()
        .flatMap(family -> family.series().stream())
        .filter(series -> series.name().equals(name))
        .toList();
  }
}
