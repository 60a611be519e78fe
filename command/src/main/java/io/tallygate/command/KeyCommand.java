package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.database.Database;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.key.Administration;
import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.KeyChange;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.KeyQuery;
import io.tallygate.gateway.key.Life.State;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Page;
import io.tallygate.gateway.key.Version;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tallygate key}: API keys are issued, listed and revoked. */
@Command(
    name = "key",
    header = "Issues, lists and revokes API keys.",
    description = "A running server knows within 250 ms.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate key create --name acme",
      "  tallygate key list",
      "  tallygate key revoke key_4mJx0Qb9TzLw",
    },
    synopsisSubcommandLabel = "COMMAND")
final class KeyCommand {

  private static final int ID_LENGTH = "key_000000000000".length();

  /**
   * The id of a key; what is none is refused and never repeated, for people paste secrets.
   *
   * @throws IllegalArgumentException if it is none
   */
  static String requireId(String text) {
    boolean looksSecret =
        text.length() > ID_LENGTH || text.matches("(?!key_)[A-Za-z0-9_]*_[A-Za-z0-9]*");
    require(
        ApiKey.isId(text) || !looksSecret,
        "ID must be a key's id as `tallygate key list` prints it;"
            + " what was given looks like a secret");
    require(
        ApiKey.isId(text),
        "ID must be a key's id as `tallygate key list` prints it:"
            + " key_ and 12 letters or digits");
    return text;
  }

  private static ObjectNode json(ApiKey key) {
    return Json.MAPPER
        .createObjectNode()
        .put("id", key.id())
        .put("name", key.name())
        .put("lastFour", key.lastFour())
        .put("created", Instant.ofEpochSecond(key.life().createdSecond()).toString())
        .put("state", key.life().state().name().toLowerCase(Locale.ROOT));
  }

  /** {@code tallygate key create}. */
  @Command(
      name = "create",
      header = "Issues a key and prints it, once: only its SHA-256 is kept.",
      description = "Its prefix is the policy's.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tallygate key create --name acme",
        "  tallygate key create --name acme --data /var/lib/tallygate --policy limits.yaml",
      })
  static final class Create implements Callable<Integer>, SettingOptions.Taker {

    @Mixin private final Invocation invocation;

    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        description = "For people, 1 to 100 characters.")
    private String name = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Create(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public List<Setting> settings() {
      return List.of(Setting.DATA, Setting.POLICY, Setting.CONFIG);
    }

    @Override
    public Integer call() {
      Settings settings = invocation.settings();
      Location location = Databases.location(settings);
      if (!settings.isSet(Setting.POLICY) && !Database.isIn(location)) {
        throw KnownLimits.unknown(settings); // and nothing is made, not even the folder
      }
      IssuedKey issued;
      try (Administration all = invocation.administration(Database.open(location))) {
        KeyFormat format = new KeyFormat(KnownLimits.of(all, settings).keyPrefix());
        issued = all.keys().create(NewKey.of(name), format);
      }
      invocation.print(
          json
              ? Json.text(json(issued.key()).put("key", issued.secret()))
              : "id       %s%nname     %s%nkey      %s%n"
                  .formatted(issued.key().id(), issued.key().name(), issued.secret()));
      return 0;
    }
  }

  /** {@code tallygate key list}. */
  @Command(
      name = "list",
      header = "Lists the keys, the oldest first.",
      footerHeading = "%nExample:%n",
      footer = "  tallygate key list --json")
  static final class Listing implements Callable<Integer>, SettingOptions.Taker {

    @Mixin private final Invocation invocation;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Listing(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public List<Setting> settings() {
      return List.of(Setting.DATA, Setting.CONFIG);
    }

    @Override
    public Integer call() {
      List<ApiKey> list;
      try (Administration all = invocation.administration(invocation.settings())) {
        list = all.keys().list(KeyQuery.ALL, Page.Request.FIRST).items();
      }
      invocation.print(json ? array(list) : table(list));
      return 0;
    }

    private static String table(List<ApiKey> list) {
      TextTable table = new TextTable("ID", "ENDS IN", "CREATED", "STATE", "NAME");
      for (ApiKey key : list) {
        table.add(
            key.id(),
            key.lastFour(),
            Instant.ofEpochSecond(key.life().createdSecond()).toString(),
            key.life().state().name().toLowerCase(Locale.ROOT),
            key.name());
      }
      return table.toString();
    }

    private static String array(List<ApiKey> list) {
      ArrayNode array = Json.MAPPER.createArrayNode();
      list.forEach(key -> array.add(json(key)));
      return Json.text(array);
    }
  }

  /** {@code tallygate key revoke}. */
  @Command(
      name = "revoke",
      header = "Ends a key for good: its calls are answered 401 from now on.",
      footerHeading = "%nExample:%n",
      footer = "  tallygate key revoke key_4mJx0Qb9TzLw")
  static final class Revoke implements Callable<Integer>, SettingOptions.Taker {

    @Mixin private final Invocation invocation;

    @Parameters(paramLabel = "ID", description = "As `tallygate key list` prints it.")
    private String id = "";

    Revoke(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public List<Setting> settings() {
      return List.of(Setting.DATA, Setting.CONFIG);
    }

    @Override
    public Integer call() {
      String known = requireId(id);
      boolean wasActive;
      try (Administration all = invocation.administration(invocation.settings())) {
        wasActive = all.keys().get(known).life().state() != State.REVOKED;
        all.keys().change(known, List.of(new KeyChange.Revoke()), Version.ANY);
      }
      invocation.print(
          wasActive ? "revoked  %s%n".formatted(known) : "revoked  %s, already%n".formatted(known));
      return 0;
    }
  }
}
