package io.tallygate.gateway.admin;

import io.tallygate.gateway.admin.Operation.Doc;
import io.tallygate.gateway.admin.Operation.Method;
import io.tallygate.gateway.key.AdminToken;
import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.IssuedToken;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.Role;
import java.util.List;
import java.util.function.LongSupplier;
import tools.jackson.databind.node.ObjectNode;

/** What the admin API does with its own tokens. */
final class TokenOperations {

  private final LongSupplier nowSecond;

  private TokenOperations(LongSupplier nowSecond) {
    this.nowSecond = nowSecond;
  }

  /**
   * All of them.
   *
   * @param nowSecond at which states are meant
   */
  static List<Operation> all(LongSupplier nowSecond) {
    TokenOperations tokens = new TokenOperations(nowSecond);
    return List.of(
        new Operation(
            "listTokens",
            Method.GET,
            "/tokens",
            Role.ADMIN,
            Doc.of("Lists the admin tokens, ended ones too.", "", "TokenPage")
                .withQuery("size", "cursor"),
            tokens::list),
        new Operation(
            "createToken",
            Method.POST,
            "/tokens",
            Role.ADMIN,
            Doc.of(
                "Issues an admin token and shows its secret, once.",
                "NewToken",
                "IssuedToken",
                201),
            tokens::create),
        new Operation(
            "revokeToken",
            Method.DELETE,
            "/tokens/{token}",
            Role.ADMIN,
            Doc.of("Ends an admin token for good.", "", "Token", 404),
            call -> Result.of(tokens.shape(call.all().tokens().revoke(call.parameter("token"))))));
  }

  private ObjectNode shape(AdminToken token) {
    ObjectNode node = Shapes.object();
    Shapes.token(node, token, nowSecond.getAsLong());
    return node;
  }

  private Result list(ApiCall call) {
    long now = nowSecond.getAsLong();
    return Result.of(
        Shapes.page(
            call.all().tokens().list(call.page()),
            (node, token) -> Shapes.token(node, token, now)));
  }

  private Result create(ApiCall call) {
    Fields fields = call.fields("name", "role", "expires");
    String name = fields.text("name", text -> Description.of(text).name());
    Role role = fields.word("role", List.of(Role.values()));
    long expiry = fields.second("expires", Life.NO_END);
    IssuedToken issued = call.all().tokens().create(name, role, expiry);
    return Result.of(shape(issued.token()).put("secret", issued.secret()))
        .at("/tokens/" + issued.token().id());
  }
}
