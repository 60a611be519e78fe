package io.tallygate.policy.published;

import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.OnFull;
import io.tallygate.limiter.policy.PathCase;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.policy.published.Token.Endpoints;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the sentences of a page say that {@code policy page} wrote, beside its table. */
final class OwnPage {

  private static final Pattern CONTACT =
      Pattern.compile("If these limits do not fit what you build, ask (.*)\\.");
  private static final String NO_CONTACT = "whoever gave you your key";
  private static final String OPEN = "No key is needed for ";

  /** Sentences with limits that are no row of the table. */
  private static final List<String> EXAMPLES =
      List.of(
          "In any stretch of time as long as a window, two windows can meet.",
          "A sliding limit counts in windows that follow the clock, ",
          "A smooth limit has no windows: ",
          "A limit in flight is for requests at the same time: ",
          "Requests without a valid key are answered 401, ");

  private final List<String> lines;

  OwnPage(List<Row> rows) {
    lines = rows.stream().filter(row -> row.cells().size() == 1).map(Row::text).toList();
  }

  /** Whether a row is read here, or says nothing that a policy could. */
  static boolean isKnown(Row row) {
    String text = row.text();
    return text.startsWith(OPEN) || EXAMPLES.stream().anyMatch(text::startsWith);
  }

  WindowStart window() {
    return says("Windows follow the clock: ") ? WindowStart.CLOCK : WindowStart.FIRST_CALL;
  }

  PathCase pathCase() {
    return says("Capital and small letters in a path differ, ") ? PathCase.EXACT : PathCase.IGNORED;
  }

  OnFull onFull() {
    return says("Should there be no room for one more counter, the request passes uncounted")
        ? OnFull.ALLOW
        : OnFull.DENY;
  }

  private boolean says(String beginning) {
    return lines.stream().anyMatch(line -> line.startsWith(beginning));
  }

  /** Whom to ask; empty if the page does not say. */
  String contact() {
    return lines.stream()
        .map(CONTACT::matcher)
        .filter(Matcher::matches)
        .map(found -> found.group(1))
        .filter(contact -> !contact.equals(NO_CONTACT))
        .findFirst()
        .orElse("");
  }

  List<Endpoint> open() {
    List<Endpoint> open = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith(OPEN)) {
        for (Token token : EndpointWords.find(line, List.of())) {
          if (token instanceof Endpoints found) {
            open.addAll(found.endpoints());
          }
        }
      }
    }
    return open;
  }
}
