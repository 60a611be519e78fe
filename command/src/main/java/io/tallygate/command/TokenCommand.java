package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.key.AdminToken;
import io.tallygate.gateway.key.IssuedToken;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Role;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code tallygate token}: who may use the admin API. */
@Command(
    name = "token",
    header = "Issues, lists and revokes tokens of the admin API.",
    description =
        "A token has a role: read shows all but tokens; operate also changes keys and limits;"
            + " admin also owners, plans and tokens.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate token create --name billing --role operate",
      "  tallygate token list",
      "  tallygate token revoke tok_4mJx0Qb9TzLw",
    },
    synopsisSubcommandLabel = "COMMAND")
final class TokenCommand {

  private TokenCommand() {}

  /** The command with all that belong to it. */
  static CommandLine line(Surroundings surroundings) {
    return new CommandLine(new TokenCommand())
        .addSubcommand(new Create(surroundings))
        .addSubcommand(new Listing(surroundings))
        .addSubcommand(new Revoke(surroundings));
  }

  private static String state(AdminToken token, long nowSecond) {
    if (token.isRevoked()) {
      return "revoked";
    }
    return token.isExpiredAt(nowSecond) ? "expired" : "active";
  }

  private static ObjectNode json(AdminToken token, long nowSecond) {
    ObjectNode node =
        Json.MAPPER
            .createObjectNode()
            .put("id", token.id())
            .put("name", token.name())
            .put("role", Words.text(token.role()))
            .put("created", Moments.text(token.life().createdSecond()))
            .put("state", state(token, nowSecond));
    if (token.life().expirySecond() != Life.NO_END) {
      node.put("expires", Moments.text(token.life().expirySecond()));
    }
    if (token.life().lastUsedSecond() != Life.UNUSED) {
      node.put("lastUsed", Moments.text(token.life().lastUsedSecond()));
    }
    return node;
  }

  /** {@code tallygate token create}. */
  @Command(
      name = "create",
      header = "Issues an admin token and prints it, once: only its SHA-256 is kept.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tallygate token create --name billing --role operate",
        "  tallygate token create --name audit --role read --expires 2027-03-31",
      })
  static final class Create implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        description = "As the audit names who has it, 1 to 100 characters.")
    private String name = "";

    @Option(
        names = "--role",
        required = true,
        paramLabel = "ROLE",
        description = "read, operate or admin.")
    private String role = "";

    @Option(
        names = "--expires",
        paramLabel = "DATE",
        description = "2027-03-31, at the end of that day in UTC, or 2027-03-31T18:00:00Z.")
    private String expires = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Create(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      long now = invocation.nowSecond();
      long end = expires.isEmpty() ? Life.NO_END : Moments.end("expires", expires, now);
      Role known = Words.of("role", Role.class, role);
      IssuedToken issued = invocation.ask(all -> all.tokens().create(name, known, end));
      AdminToken token = issued.token();
      invocation.print(
          json
              ? Json.text(json(token, now).put("token", issued.secret()))
              : "id       %s%nname     %s%nrole     %s%ntoken    %s%n"
                  .formatted(token.id(), token.name(), role, issued.secret()));
      return 0;
    }
  }

  /** {@code tallygate token list}. */
  @Command(
      name = "list",
      header = "Lists the admin tokens, the oldest first, ended ones too.",
      footerHeading = "%nExample:%n",
      footer = "  tallygate token list --json")
  static final class Listing implements StoreCommand {

    @Mixin private final Invocation invocation;
    @Mixin private final Paging paging = new Paging();

    Listing(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      Page<AdminToken> page = invocation.ask(all -> all.tokens().list(paging.request()));
      long now = invocation.nowSecond();
      List<String> head = List.of("ID", "ROLE", "CREATED", "LAST USED", "STATE", "NAME");
      paging.print(
          invocation,
          page,
          new Paging.Print<>(head, token -> row(token, now), token -> json(token, now)));
      return 0;
    }

    private static List<String> row(AdminToken token, long nowSecond) {
      long used = token.life().lastUsedSecond();
      return List.of(
          token.id(),
          Words.text(token.role()),
          Moments.text(token.life().createdSecond()),
          used == Life.UNUSED ? "-" : Moments.text(used),
          state(token, nowSecond),
          token.name());
    }
  }

  /** {@code tallygate token revoke}. */
  @Command(
      name = "revoke",
      header = "Ends an admin token for good.",
      footerHeading = "%nExample:%n",
      footer = "  tallygate token revoke tok_4mJx0Qb9TzLw")
  static final class Revoke implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Parameters(paramLabel = "ID", description = "As `tallygate token list` prints it.")
    private String id = "";

    Revoke(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      require(
          AdminToken.isId(id),
          "ID must be a token's id as `tallygate token list` prints it:"
              + " tok_ and 12 letters or digits");
      invocation.ask(all -> all.tokens().revoke(id));
      invocation.print("revoked  %s%n".formatted(id));
      return 0;
    }
  }
}
