package io.tallygate.gateway.coach;

import io.tallygate.gateway.coach.Finding.Figure;
import io.tallygate.gateway.coach.Seen.SeenEndpoint;
import io.tallygate.gateway.coach.Seen.SeenPolls;
import io.tallygate.gateway.coach.Seen.SeenThing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who asks again and again whether something is over. */
final class PollRule implements Rule {

  /**
   * So many hasty polls are worth a word. One execution of half a minute, asked for every 1.5 s,
   * has 15: that one is no matter, two are.
   */
  static final long HASTY_MIN = 20;

  @Override
  public List<Finding> findings(Seen seen) {
    List<Finding> findings = new ArrayList<>();
    for (SeenEndpoint endpoint : seen.endpoints()) {
      SeenThing most = endpoint.most();
      if (most != null && endpoint.polls().hasty() >= HASTY_MIN) {
        findings.add(finding(endpoint, most, seen.allowance(endpoint.group())));
      }
    }
    return findings;
  }

  private static Finding finding(
      SeenEndpoint endpoint, SeenThing most, @Nullable Allowance allowance) {
    SeenPolls polls = endpoint.polls();
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure("polls", polls.polls()));
    figures.add(new Figure("things", polls.things()));
    figures.add(new Figure("mostPolls", most.times()));
    figures.add(new Figure("gapMillis", most.gapMillis()));
    String others =
        polls.things() <= 1
            ? ""
            : ", and %s more the same way: %s polls in all"
                .formatted(Texts.count(polls.things() - 1), Texts.count(polls.polls()));
    String text =
        "polled %s %s times, %s apart%s%s"
            .formatted(
                Texts.path(most.path()),
                Texts.count(most.times()),
                Texts.duration(most.gapMillis()),
                others,
                Texts.share(allowance, polls.busiest(), figures));
    return new Finding(Practice.WEBHOOK, endpoint.name(), text, figures);
  }
}
