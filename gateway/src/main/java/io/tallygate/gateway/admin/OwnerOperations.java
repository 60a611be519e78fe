package io.tallygate.gateway.admin;

import io.tallygate.gateway.admin.Operation.Doc;
import io.tallygate.gateway.admin.Operation.Method;
import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.Owner;
import io.tallygate.gateway.key.OwnerChange;
import io.tallygate.gateway.key.Role;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What the admin API does with owners. */
final class OwnerOperations {

  private OwnerOperations() {}

  static List<Operation> all() {
    return List.of(
        new Operation(
            "listOwners",
            Method.GET,
            "/owners",
            Role.READ,
            Doc.of("Lists owners, the oldest first.", "", "OwnerPage")
                .withQuery("search", "size", "cursor"),
            OwnerOperations::list),
        new Operation(
            "createOwner",
            Method.POST,
            "/owners",
            Role.ADMIN,
            Doc.of("Makes an owner.", "NewOwner", "Owner", 201, 404),
            OwnerOperations::create),
        new Operation(
            "getOwner",
            Method.GET,
            "/owners/{owner}",
            Role.READ,
            Doc.of("Shows an owner.", "", "Owner", 404),
            OwnerOperations::get),
        new Operation(
            "changeOwner",
            Method.PATCH,
            "/owners/{owner}",
            Role.ADMIN,
            Doc.of(
                "Changes what is sent, all or nothing: block and unblock by `state`.",
                "OwnerChange",
                "Owner",
                404,
                412),
            OwnerOperations::change));
  }

  private static Result result(Owner owner) {
    ObjectNode node = Shapes.object();
    Shapes.owner(node, owner);
    return Result.of(node, owner.version());
  }

  private static Result list(ApiCall call) {
    return Result.of(
        Shapes.page(
            call.all().owners().list(call.asked("search").orElse(""), call.page()), Shapes::owner));
  }

  private static Result create(ApiCall call) {
    Fields fields = call.fields("name", "metadata", "plan");
    Description described = Reading.metadata(fields, fields.text("name", Description::of));
    Owner owner = call.all().owners().create(described, Reading.plan(fields));
    return result(owner).at("/owners/" + owner.id());
  }

  private static Result get(ApiCall call) {
    return result(call.all().owners().get(call.parameter("owner")));
  }

  private static Result change(ApiCall call) {
    Fields fields = call.fields("name", "metadata", "plan", "state");
    List<OwnerChange> changes = new ArrayList<>();
    if (fields.has("name")) {
      changes.add(fields.text("name", text -> new OwnerChange.Rename(Description.of(text).name())));
    }
    if (fields.has("metadata")) {
      changes.add(new OwnerChange.SetMetadata(fields.texts("metadata")));
    }
    if (fields.has("plan")) {
      changes.add(new OwnerChange.SetPlan(Reading.plan(fields)));
    }
    if (fields.has("state")) {
      changes.add(
          switch (fields.word("state", List.of(Owner.State.values()))) {
            case BLOCKED -> new OwnerChange.Block();
            case ACTIVE -> new OwnerChange.Unblock();
          });
    }
    return result(call.all().owners().change(call.parameter("owner"), changes, call.seen()));
  }
}
