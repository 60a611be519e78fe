package io.tallygate.gateway.admin;

import io.tallygate.gateway.admin.Operation.Doc;
import io.tallygate.gateway.admin.Operation.Method;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Plan;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.key.Term;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What the admin API does with plans. */
final class PlanOperations {

  private PlanOperations() {}

  static List<Operation> all() {
    return List.of(
        new Operation(
            "listPlans",
            Method.GET,
            "/plans",
            Role.READ,
            Doc.of("Lists all plans, by name.", "", "PlanPage"),
            call ->
                Result.of(Shapes.page(new Page<>(call.all().plans().list(), ""), Shapes::plan))),
        new Operation(
            "createPlan",
            Method.POST,
            "/plans",
            Role.ADMIN,
            Doc.of("Makes a plan.", "NewPlan", "Plan", 201),
            PlanOperations::create),
        new Operation(
            "getPlan",
            Method.GET,
            "/plans/{plan}",
            Role.READ,
            Doc.of("Shows a plan.", "", "Plan", 404),
            call -> result(call.all().plans().get(call.parameter("plan")))),
        new Operation(
            "setPlan",
            Method.PUT,
            "/plans/{plan}",
            Role.ADMIN,
            Doc.of(
                "Gives a plan other limits, in place of all that it had.",
                "PlanLimits",
                "Plan",
                404,
                412),
            PlanOperations::set),
        new Operation(
            "removePlan",
            Method.DELETE,
            "/plans/{plan}",
            Role.ADMIN,
            Doc.of("Removes a plan that nobody is on.", "", "Plan", 404, 409, 412),
            PlanOperations::remove));
  }

  private static Result result(Plan plan) {
    ObjectNode node = Shapes.object();
    Shapes.plan(node, plan);
    return Result.of(node, plan.version());
  }

  private static List<LimitRule> rules(Fields fields) {
    return fields.objects("limits", List.of("limit", "count", "factor")).stream()
        .map(rule -> Reading.rule(rule, Term.ALWAYS))
        .toList();
  }

  private static Result create(ApiCall call) {
    Fields fields = call.fields("name", "limits");
    String name =
        fields.text(
            "name",
            text -> {
              Plan.requireName(text);
              return text;
            });
    Plan plan = call.all().plans().create(name, rules(fields));
    return result(plan).at("/plans/" + name);
  }

  private static Result set(ApiCall call) {
    List<LimitRule> rules = rules(call.fields("limits"));
    return result(call.all().plans().set(call.parameter("plan"), rules, call.seen()));
  }

  private static Result remove(ApiCall call) {
    Plan plan = call.all().plans().get(call.parameter("plan"));
    call.all().plans().remove(plan.name(), call.seen());
    return result(plan);
  }
}
