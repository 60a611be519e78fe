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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the admin API tells of how keys call. */
final class CoachOperations {

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
              String key = call.all().keys().get(call.parameter("key")).id();
              return Result.of(shape(coach.review(key)));
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
