package io.tallygate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Numbers that the documents quote are those that a harness has kept. */
final class BenchmarksTest {

  private static final Repository REPOSITORY = Repository.here();
  private static final String KEPT = "docs/benchmarks.json";
  private static final String GUIDE = "docs/guide/calling-a-limited-api.md";
  private static final JsonNode ALL = JsonMapper.shared().readTree(REPOSITORY.read(KEPT));
  private static final String OURS = "LimitedClient, EVEN";
  private static final String WORK = "work done, of what the limit allows";
  private static final String REFUSED = "requests refused, of all";
  private static final String BUSIEST = "busiest second after a reset, of the mean";
  private static final String TIME = "time of a call without contention";
  private static final String BYTES = "memory of a call without contention";

  private static List<String> peers(String figure) {
    List<String> peers = new ArrayList<>();
    for (JsonNode line : ALL.path("callers").path("lines")) {
      if (line.path("figure").asString().equals(figure)) {
        peers.add(line.path("peer").asString());
      }
    }
    return peers;
  }

  private static double value(String figure, String peer) {
    for (JsonNode line : ALL.path("callers").path("lines")) {
      if (line.path("figure").asString().equals(figure)
          && line.path("peer").asString().equals(peer)) {
        return line.path("value").asDouble();
      }
    }
    throw new AssertionError("no line: figure=" + figure + " peer=" + peer);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  @Test
  void sections_ofTheFile_sayWhereAndWhenAndOfWhat() {
    assertThat(ALL.propertyNames()).contains("callers");
    for (JsonNode section : ALL) {
      for (String name : List.of("setting", "machine", "jdk", "commit", "date", "load")) {
        assertThat(section.path(name).asString()).as(name).isNotBlank().isNotEqualTo("unknown");
      }
      assertThat(section.path("commit").asString()).matches("[0-9a-f]{7,40}");
      assertThat(section.path("date").asString()).matches("20\\d\\d-\\d\\d-\\d\\d");
      assertThat(section.path("lines")).isNotEmpty();
      for (JsonNode line : section.path("lines")) {
        assertThat(line.path("figure").asString()).isNotBlank();
        assertThat(line.path("peer").asString()).isNotBlank();
        assertThat(line.path("spread").path(0).asDouble())
            .isLessThanOrEqualTo(line.path("spread").path(1).asDouble());
      }
    }
  }

  @Test
  void guide_quotesTheCallersAsTheyWereMeasured() {
    String guide = REPOSITORY.read(GUIDE);
    for (String peer : peers(WORK)) {
      assertThat(guide)
          .contains(
              format(
                  "\n| %s | %.1f %% | %.2f %% | %.1f |\n",
                  peer, value(WORK, peer), value(REFUSED, peer), value(BUSIEST, peer)));
    }
    for (String peer : peers(TIME)) {
      assertThat(guide)
          .contains(
              format(
                  "\n| %s | %.1f | %.1f |\n",
                  peer, value(TIME, peer) / 1000, value(BYTES, peer) / 1000));
    }
    JsonNode callers = ALL.path("callers");
    assertThat(guide)
        .contains(callers.path("setting").asString())
        .contains(callers.path("machine").asString())
        .contains("commit " + callers.path("commit").asString())
        .contains(callers.path("date").asString())
        .contains("load " + callers.path("load").asString());
  }

  @Test
  void ourClient_inEven_keepsItsPromises() {
    assertThat(value(WORK, OURS)).isGreaterThanOrEqualTo(98);
    assertThat(value(REFUSED, OURS)).isLessThanOrEqualTo(0.5);
    assertThat(value(BUSIEST, OURS)).isLessThanOrEqualTo(1.5);
  }
}
