package io.tallygate.gateway.admin;

import io.tallygate.gateway.admin.ApiProblem.Code;
import io.tallygate.gateway.admin.Operation.Doc;
import io.tallygate.gateway.admin.Operation.Method;
import io.tallygate.gateway.key.PublishedPolicy;
import io.tallygate.gateway.key.Role;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What the admin API only shows: the audit, and the policy in force. */
final class ReadOperations {

  private ReadOperations() {}

  static List<Operation> all() {
    return List.of(
        new Operation(
            "listAudit",
            Method.GET,
            "/audit",
            Role.READ,
            Doc.of("Says who changed what, the newest first.", "", "AuditPage")
                .withQuery("target", "size", "cursor"),
            call ->
                Result.of(
                    Shapes.page(
                        call.all().audit(call.asked("target").orElse(""), call.page()),
                        Shapes::entry))),
        new Operation(
            "getPolicy",
            Method.GET,
            "/policy",
            Role.READ,
            Doc.of("Shows the limits of the policy in force.", "", "Policy"),
            ReadOperations::show));
  }

  /** What the server said that it enforces; it says so before it serves. */
  static PublishedPolicy policy(ApiCall call) {
    return call.all()
        .published()
        .orElseThrow(() -> new ApiProblem(Code.UNAVAILABLE, "policy is not published yet"));
  }

  private static Result show(ApiCall call) {
    ObjectNode node = Shapes.object();
    Shapes.policy(node, policy(call));
    return Result.of(node);
  }
}
