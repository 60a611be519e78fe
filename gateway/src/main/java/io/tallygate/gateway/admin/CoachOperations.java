package io.tallygate.gateway.admin;

import io.tallygate.gateway.admin.Operation.Doc;
import io.tallygate.gateway.admin.Operation.Method;
import io.tallygate.gateway.coach.Coach;
import io.tallygate.gateway.coach.Finding;
import io.tallygate.gateway.coach.Practice;
import io.tallygate.gateway.coach.Review;
import io.tallygate.gateway.key.Role;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the admin API tells of how keys call. */
final class CoachOperations {

  /** What stands for a token that the upstream has proven; no database has these. */
  private static final Pattern TOKEN = Pattern.compile("tok_[0-9a-f]{24}");

  private CoachOperations() {}

  static List<Operation> all(Coach coach) {
    return List.of(
        new Operation(
            "coachKey",
            Method.GET,
            "/keys/{key}/coach",
            Role.READ,
            Doc.of("Says what a key's callers could do better.", "", "Review", 404),
            call -> {
              String id = call.parameter("key");
              String known = TOKEN.matcher(id).matches() ? id : call.all().keys().get(id).id();
              return Result.of(shape(coach.review(known)));
            }));
  }

  private static ObjectNode shape(Review review) {
    ObjectNode node = Shapes.object().put("key", review.key()).put("state", word(review.state()));
    long since = review.sinceSecond();
    node.put("since", since == 0 ? null : Instant.ofEpochSecond(since).toString());
    node.put("calls", review.calls());
    ArrayNode findings = node.putArray("findings");
    review.findings().forEach(finding -> shape(findings.addObject(), finding));
    return node;
  }

  private static void shape(ObjectNode node, Finding finding) {
    Practice practice = finding.practice();
    node.put("practice", word(practice)).put("subject", finding.subject());
    node.put("text", finding.text()).put("advice", practice.advice());
    node.put("guide", practice.guide());
    ObjectNode figures = node.putObject("figures");
    finding.figures().forEach(figure -> figures.put(figure.name(), figure.value()));
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
