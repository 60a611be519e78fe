package io.tallygate.gateway.admin;

import io.tallygate.gateway.admin.Operation.Doc;
import io.tallygate.gateway.admin.Operation.Method;
import io.tallygate.gateway.key.LimitGrant;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.key.Subject;
import io.tallygate.gateway.key.Target;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What the admin API does with the limits that keys and owners are given. */
final class LimitOperations {

  private LimitOperations() {}

  static List<Operation> all() {
    return List.of(
        new Operation(
            "listLimits",
            Method.GET,
            "/limits",
            Role.READ,
            Doc.of("Lists what keys and owners were given, ended ones too.", "", "LimitPage", 404)
                .withQuery("subject", "size", "cursor"),
            LimitOperations::list),
        new Operation(
            "setLimit",
            Method.POST,
            "/limits",
            Role.OPERATE,
            Doc.of(
                "Gives a key or an owner a limit, in place of the one with the same beginning.",
                "NewLimit",
                "Limit",
                404),
            LimitOperations::set),
        new Operation(
            "removeLimit",
            Method.DELETE,
            "/limits",
            Role.OPERATE,
            Doc.of("Takes away what was given for a limit.", "", "LimitList", 404)
                .withRequired("subject", "limit"),
            LimitOperations::remove),
        new Operation(
            "explainLimits",
            Method.GET,
            "/keys/{key}/limits",
            Role.READ,
            Doc.of("Says why a key's limits of a group are what they are.", "", "Explanation", 404)
                .withRequired("group"),
            LimitOperations::explain));
  }

  private static Subject subject(String text) {
    try {
      return new Subject(text);
    } catch (IllegalArgumentException e) {
      throw ApiProblem.ofField("subject", String.valueOf(e.getMessage()));
    }
  }

  private static Result list(ApiCall call) {
    Optional<Subject> subject = call.asked("subject").map(LimitOperations::subject);
    return Result.of(Shapes.page(call.all().grants().list(subject, call.page()), Shapes::grant));
  }

  private static Result set(ApiCall call) {
    Fields fields = call.fields("subject", "limit", "count", "factor", "from", "until", "reason");
    Subject subject = fields.text("subject", Subject::new);
    LimitRule rule = Reading.rule(fields, Reading.term(fields));
    String reason = fields.optionalText("reason", text -> text).orElse("");
    LimitGrant grant = call.all().grants().set(subject, rule, reason);
    ObjectNode node = Shapes.object();
    Shapes.grant(node, grant);
    return Result.of(node);
  }

  private static Result remove(ApiCall call) {
    Target target;
    try {
      target = Target.parse(call.required("limit"));
    } catch (IllegalArgumentException e) {
      throw ApiProblem.ofField("limit", String.valueOf(e.getMessage()));
    }
    return Result.of(
        Shapes.list(
            call.all().grants().remove(subject(call.required("subject")), target), Shapes::grant));
  }

  private static Result explain(ApiCall call) {
    ObjectNode node = Shapes.object();
    Shapes.explanation(
        node, call.all().grants().explain(call.parameter("key"), call.required("group")));
    return Result.of(node);
  }
}
