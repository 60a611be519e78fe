package io.tallygate.command;

import io.tallygate.gateway.database.Database;
import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.ImportedSecret;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.Keys.Rotation;
import io.tallygate.gateway.key.Life;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Standing;
import io.tallygate.gateway.key.Version;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that make keys and secrets. */
final class KeyIssue {

  private KeyIssue() {}

  /** What a new key may be given. */
  @Command
  static final class Options {

    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        description = "For people, 1 to 100 characters.")
    private String name = "";

    @Option(names = "--owner", paramLabel = "ID", description = "Whose it is. Default: its own.")
    private String owner = "";

    @Option(
        names = "--plan",
        paramLabel = "PLAN",
        description = "Its plan. Default: its owner's, or the policy's limits.")
    private String plan = "";

    @Option(
        names = "--expires",
        paramLabel = "DATE",
        description =
            "When it ends: 2027-03-31, at the end of that day in UTC, or 2027-03-31T18:00:00Z."
                + " Default: never.")
    private String expires = "";

    @Option(
        names = "--metadata",
        paramLabel = "NAME=VALUE",
        description = "For programs; may be given again.")
    private List<String> metadata = List.of();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    NewKey key(long nowSecond) {
      return new NewKey(
          new Description(name, Described.metadata(metadata)),
          new Standing(owner.isEmpty() ? null : Ids.owner(owner), plan.isEmpty() ? null : plan),
          expires.isEmpty() ? Life.NO_END : Moments.end("expires", expires, nowSecond));
    }
  }

  private static String text(IssuedKey issued) {
    return "id       %s%nname     %s%nkey      %s%n"
        .formatted(issued.key().id(), issued.key().name(), issued.secret());
  }

  private static String json(IssuedKey issued, long nowSecond) {
    return Json.text(new KeyText(nowSecond).object(issued.key()).put("key", issued.secret()));
  }

  /** {@code tallygate key create}. */
  @Command(
      name = "create",
      header = "Issues a key and prints it, once: only its SHA-256 is kept.",
      description = "Its prefix is the policy's.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tallygate key create --name acme",
        "  tallygate key create --name acme --owner own_7hTq2VbX0cRd --expires 2027-03-31",
        "  tallygate key create --name acme --data /var/lib/tallygate --policy limits.yaml",
      })
  static final class Create implements StoreCommand {

    @Mixin private final Invocation invocation;
    @Mixin private final Options options = new Options();

    Create(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public List<Setting> settings() {
      return List.of(Setting.DATA, Setting.DB, Setting.POLICY, Setting.CONFIG);
    }

    @Override
    public Integer call() {
      Settings settings = invocation.settings();
      if (!Remotes.isSet(settings)
          && !settings.isSet(Setting.POLICY)
          && !Database.isIn(Databases.location(settings))) {
        throw KnownLimits.unknown(settings); // and nothing is made, not even the folder
      }
      NewKey key = options.key(invocation.nowSecond());
      IssuedKey issued =
          invocation.askOrMake(
              all -> {
                String prefix = KnownLimits.of(all, settings).keyPrefix();
                return all.keys().create(key, new KeyFormat(prefix));
              });
      invocation.print(options.json ? KeyIssue.json(issued, invocation.nowSecond()) : text(issued));
      return 0;
    }
  }

  /** {@code tallygate key import}. */
  @Command(
      name = "import",
      header = "Takes over a key that was issued elsewhere, by its hash.",
      description =
          "The key itself is not needed. It has no checksum of ours, so each token of its form is"
              + " looked up.",
      footerHeading = "%nExample:%n",
      footer = {
        "  tallygate key import --name acme --sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b"
            + "822cd15d6c15b0f00a08",
        "  where the hex digits are from: printf %%s \"$OLD_KEY\" | sha256sum",
      })
  static final class Import implements StoreCommand {

    @Mixin private final Invocation invocation;
    @Mixin private final Options options = new Options();

    @Option(
        names = "--sha256",
        required = true,
        paramLabel = "HEX",
        description = "SHA-256 of the whole key in UTF-8: 64 hex digits.")
    private String sha256 = "";

    @Option(
        names = "--last-four",
        paramLabel = "TEXT",
        description = "The key's last four characters, for the lists.")
    private String lastFour = "";

    Import(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      NewKey key = options.key(invocation.nowSecond());
      ImportedSecret secret = new ImportedSecret(sha256, lastFour);
      ApiKey imported = invocation.askOrMake(all -> all.keys().importHash(key, secret));
      KeyText text = new KeyText(invocation.nowSecond());
      invocation.print(
          options.json
              ? Json.text(text.json(imported))
              : "id       %s%nname     %s%n".formatted(imported.id(), imported.name()));
      return 0;
    }
  }

  /** {@code tallygate key rotate}. */
  @Command(
      name = "rotate",
      header = "Gives a key a new secret and prints it, once.",
      description =
          "Its id stays, and with it its limits and what is counted. Until the grace time is over"
              + " the present secret is valid, too.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tallygate key rotate key_4mJx0Qb9TzLw --grace 24h",
        "  tallygate key rotate key_4mJx0Qb9TzLw --grace 0s",
      })
  static final class Rotate implements StoreCommand {

    @Mixin private final Invocation invocation;

    @Parameters(paramLabel = "ID", description = "As `tallygate key list` prints it.")
    private String id = "";

    @Option(
        names = "--grace",
        required = true,
        paramLabel = "DURATION",
        description = "How long the present secret stays valid: 0s to 8784h (366 days).")
    private String grace = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Rotate(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public List<Setting> settings() {
      return List.of(Setting.DATA, Setting.DB, Setting.POLICY, Setting.CONFIG);
    }

    @Override
    public Integer call() {
      String known = Ids.key(id);
      Duration time = Quantity.duration("grace", grace);
      Settings settings = invocation.settings();
      IssuedKey issued =
          invocation.ask(
              all -> {
                KeyFormat format = new KeyFormat(KnownLimits.of(all, settings).keyPrefix());
                return all.keys().rotate(known, new Rotation(format, time), Version.ANY);
              });
      invocation.print(json ? KeyIssue.json(issued, invocation.nowSecond()) : text(issued));
      return 0;
    }
  }
}
