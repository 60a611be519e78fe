package io.tallygate.bench.kept;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps figures in {@code docs/benchmarks.json}, a section per command.
 *
 * @param section whose figures
 * @param setting what was run, in words
 * @param load the machine's load average before, and after, which has the run's own in it
 */
public record Kept(String section, String setting, String load, List<Line> lines) {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Replaces the section and leaves the others. */
  public void into(Path file) throws IOException {
    ObjectNode all =
        Files.exists(file)
            ? (ObjectNode) JSON.readTree(Files.readString(file))
            : JSON.createObjectNode();
    all.set(section, node());
    Files.writeString(file, JSON.writeValueAsString(all) + "\n");
  }

  private ObjectNode node() throws IOException {
    ObjectNode node = JSON.createObjectNode();
    node.put("setting", setting);
    node.put("machine", machine());
    node.put("jdk", System.getProperty("java.vm.version", "unknown"));
    node.put("commit", System.getProperty("bench.commit", "unknown"));
    node.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    node.put("load", load);
    ArrayNode array = node.putArray("lines");
    lines.forEach(line -> array.add(node(line)));
    return node;
  }

  private ObjectNode node(Line line) {
    ObjectNode node = JSON.createObjectNode();
    node.put("figure", line.figure());
    node.put("unit", line.unit());
    node.put("peer", line.peer());
    node.put("value", rounded(line.value()));
    double first = first(line.figure());
    if (first > 0) {
      node.put("ratio", rounded(line.value() / first));
    }
    node.putArray("spread").add(rounded(line.min())).add(rounded(line.max()));
    return node;
  }

  /** What ratios are to: the figure's first line. */
  private double first(String figure) {
    return lines.stream()
        .filter(it -> it.figure().equals(figure))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static BigDecimal rounded(double value) {
    return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
  }

  private static String machine() throws IOException {
    Path file = Path.of("/proc/cpuinfo");
    String name =
        !Files.exists(file)
            ? System.getProperty("os.arch")
            : Files.readAllLines(file).stream()
                .filter(it -> it.startsWith("model name"))
                .map(it -> it.substring(it.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    return String.format(
        Locale.ROOT, "%s, %d cores", name, Runtime.getRuntime().availableProcessors());
  }
}
