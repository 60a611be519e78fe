package io.tallygate.gateway.coach;

import io.tallygate.gateway.coach.Finding.Figure;
import io.tallygate.gateway.coach.Seen.SeenGroup;
import io.tallygate.gateway.coach.Seen.SpentWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Who spends a window's limit at its beginning, and is then refused for the rest of it. */
final class SpreadRule implements Rule {

  /** What is spent later leaves too little of the window to be spread over. */
  static final int PART_MAX = 4;

  /** Fewer calls are not missed much. */
  static final int REFUSED_MIN = 10;

  /** So many per unit of the limit: who learns of the end by a few refusals has none to spare. */
  static final int LIMIT_PER_REFUSAL = 100;

  @Override
  public List<Finding> findings(Seen seen) {
    List<Finding> findings = new ArrayList<>();
    for (SeenGroup group : seen.groups()) {
      List<SpentWindow> windows = group.windows().stream().filter(SpreadRule::isHeadlong).toList();
      windows.stream()
          .max(Comparator.comparingInt(SpentWindow::refused))
          .ifPresent(most -> findings.add(finding(group, most, windows.size())));
    }
    return findings;
  }

  private static boolean isHeadlong(SpentWindow window) {
    return window.spentMicros() * PART_MAX < window.periodSeconds() * 1_000_000
        && window.refused() >= REFUSED_MIN
        && window.refused() >= window.limit() / LIMIT_PER_REFUSAL;
  }

  private static Finding finding(SeenGroup group, SpentWindow window, int windows) {
    long spentMillis = window.spentMicros() / 1_000;
    String text =
        "spent all %s within %s of a window of %s, and was refused %s times in the rest of it"
            .formatted(
                Texts.count(window.limit()),
                Texts.duration(spentMillis),
                Texts.duration(window.periodSeconds() * 1_000),
                Texts.count(window.refused()));
    return new Finding(
        Practice.SPREAD,
        "group " + group.name(),
        text,
        List.of(
            new Figure("refused", window.refused()),
            new Figure("limit", window.limit()),
            new Figure("spentMillis", spentMillis),
            new Figure("periodSeconds", window.periodSeconds()),
            new Figure("windows", windows)));
  }
}
