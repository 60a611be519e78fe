package io.tallygate.gateway.coach;

import io.tallygate.gateway.coach.Finding.Figure;
import io.tallygate.gateway.coach.Seen.SeenList;
import java.util.ArrayList;
import java.util.List;

/** Who fetches a list again and again that has not changed. */
final class CacheRule implements Rule {

  /**
   * So often in two hours. The page says to refresh a list every few hours: ten times as often as
   * that is no refresh, and also not some processes that have just started, each for itself.
   */
  static final long UNCHANGED_MIN = 10;

  @Override
  public List<Finding> findings(Seen seen) {
    List<Finding> findings = new ArrayList<>();
    for (SeenList list : seen.lists()) {
      if (list.unchanged() < UNCHANGED_MIN) {
        continue;
      }
      List<Figure> figures = new ArrayList<>();
      figures.add(new Figure("unchanged", list.unchanged()));
      figures.add(new Figure("fetched", list.fetched()));
      boolean isAll = list.unchanged() >= list.fetched() - 1; // the first has nothing before it
      String text =
          "fetched %s %s times, %sunchanged%s"
              .formatted(
                  Texts.path(list.path()),
                  Texts.count(list.fetched()),
                  isAll ? "" : Texts.count(list.unchanged()) + " times ",
                  Texts.share(seen.allowance(list.group()), list.busiest(), figures));
      findings.add(new Finding(Practice.CACHE, "GET " + Texts.path(list.path()), text, figures));
    }
    return findings;
  }
}
