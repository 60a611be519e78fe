package io.tallygate.command.probe;

import io.tallygate.command.probe.Fields.Field;
import io.tallygate.command.probe.Finding.CannotTell;
import io.tallygate.command.probe.Finding.Told;
import io.tallygate.command.probe.Finding.Topic;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Exchanges as a test writes them, a line each. */
final class Recorded {

  /** 2026-11-24T05:10:07Z: on no full minute. */
  static final long NOW = 1_795_497_007;

  private Recorded() {}

  /**
   * Reads exchanges: the second after {@link #NOW}, the request, the status, and what remains of
   * the limit until when: {@code 0 | GET /a | 200 | 99/100 | 1795500607}. A request is {@code GET},
   * {@code HEAD}, {@code MISSING}, {@code UNCHANGED} or {@code NO_KEY}; without {@code 99/100}
   * there are no fields of limits. Each has a Date.
   */
  static List<Exchange> read(String table) {
    List<Exchange> exchanges = new ArrayList<>();
    for (String line : table.lines().filter(it -> !it.isBlank()).toList()) {
      String[] cells = line.strip().split(" *\\| *", -1);
      long second = NOW + Long.parseLong(cells[0]);
      List<Field> fields = new ArrayList<>();
      fields.add(new Field("Date", httpDate(second)));
      if (cells.length > 3 && !cells[3].isEmpty()) {
        String[] quota = cells[3].split("/", -1);
        fields.add(new Field("X-RateLimit-Limit", quota[1]));
        fields.add(new Field("X-RateLimit-Remaining", quota[0]));
      }
      if (cells.length > 4) {
        fields.add(new Field("X-RateLimit-Reset", cells[4]));
      }
      Answer answer = Answer.of(Integer.parseInt(cells[2]), new Fields(fields));
      exchanges.add(exchange(exchanges.size() + 1, second, request(cells[1]), answer));
    }
    return exchanges;
  }

  private static Request request(String text) {
    String[] words = text.split(" ", -1);
    return switch (words[0]) {
      case "HEAD" -> Request.head(words[1]);
      case "MISSING" -> Request.missing(words[1]);
      case "UNCHANGED" -> Request.unchanged(words[1], new Field("If-None-Match", "\"v1\""));
      case "NO_KEY" -> Request.noKey(words[1]);
      default -> Request.look(words[1]);
    };
  }

  private static Exchange exchange(int number, long second, Request request, Answer answer) {
    return new Exchange(number, request, second * 1_000 + 100, second * 1_000 + 120, answer);
  }

  /** One plain GET of {@code /a} with these fields, sent at {@link #NOW} and some seconds. */
  static Exchange look(int number, long afterSeconds, Field... fields) {
    Answer answer = Answer.of(200, new Fields(List.of(fields)));
    return exchange(number, NOW + afterSeconds, Request.look("/a"), answer);
  }

  static String httpDate(long second) {
    return DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
        .withZone(ZoneOffset.UTC)
        .format(Instant.ofEpochSecond(second));
  }

  /** What was found of a topic, each the answer or why there is none. */
  static List<String> answers(List<Finding> findings, Topic topic) {
    return findings.stream()
        .filter(finding -> finding.topic() == topic)
        .map(
            finding ->
                finding instanceof Told told
                    ? told.answer()
                    : (finding instanceof CannotTell ? "? " : "! ") + finding.text())
        .toList();
  }
}
