package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.limiter.match.EndpointMatcher;
import io.tallygate.limiter.match.Match;
import io.tallygate.policy.PolicyDiff;
import io.tallygate.policy.PolicyException;
import io.tallygate.policy.PolicyExplanation;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.PolicyTable;
import io.tallygate.policy.TextFile;
import io.tallygate.policy.draft.PolicyDraft;
import io.tallygate.policy.page.PolicyPage;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code tallygate policy}: policy files are written, checked, shown and compared. */
@Command(
    name = "policy",
    header = "Writes, checks, shows and compares policy files.",
    description = "FILE may be the name of a policy that comes with Tallygate: videogen.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate policy new --out limits.yaml",
      "  tallygate policy check limits.yaml",
      "  tallygate policy explain POST /v1/files/upload",
    },
    synopsisSubcommandLabel = "COMMAND")
final class PolicyCommand {

  private static final int OK = 0;
  private static final int DIFFERENT = 1;
  private static final String DEFAULT = "videogen";

  /** The command with all that belong to it. */
  static CommandLine line(Surroundings surroundings) {
    return new CommandLine(new PolicyCommand())
        .addSubcommand(new First(surroundings))
        .addSubcommand(new Check(surroundings))
        .addSubcommand(new Show(surroundings))
        .addSubcommand(new Explain(surroundings))
        .addSubcommand(new Page(surroundings))
        .addSubcommand(new Diff(surroundings))
        .addSubcommand(new Schema(surroundings));
  }

  private static PolicyFile load(Invocation invocation, String nameOrFile) {
    return PolicyFile.load(
        PolicyFile.BUNDLED.contains(nameOrFile)
            ? nameOrFile
            : file(invocation, nameOrFile).toString());
  }

  private static Path file(Invocation invocation, String name) {
    return invocation.surroundings().folder().resolve(name);
  }

  /** Prints the text, or writes it to the file that is named. */
  private static int hand(Invocation invocation, String text, String out, OpenOption... options)
      throws IOException {
    if (out.isEmpty()) {
      invocation.print(text);
    } else {
      Path file = file(invocation, out);
      try {
        Files.write(file, text.getBytes(UTF_8), options);
      } catch (FileAlreadyExistsException e) {
        throw new CommandFailed("file must not be there yet: out=" + out);
      }
      invocation.print("written  " + out + "\n");
    }
    return OK;
  }

  /** {@code tallygate policy new}. */
  @Command(
      name = "new",
      header = "Writes a first policy file, with comments.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tallygate policy new --out limits.yaml",
        "  tallygate policy new --openapi openapi.json --out limits.yaml",
      })
  static final class First implements Callable<Integer> {

    @Mixin private final Invocation invocation;

    @Option(
        names = "--openapi",
        paramLabel = "FILE",
        description = "Take the endpoints from this OpenAPI 3.0 or 3.1 file, JSON or YAML.")
    private String openApi = "";

    @Option(
        names = "--out",
        paramLabel = "FILE",
        description = "Write to this file, which must not be there yet.")
    private String out = "";

    First(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      String draft;
      if (openApi.isEmpty()) {
        draft = PolicyDraft.blank();
      } else {
        Path file = file(invocation, openApi);
        String text = TextFile.read(file, PolicyDraft.OPENAPI_BYTES_MAX);
        draft = PolicyDraft.fromOpenApi(openApi, text);
      }
      return hand(invocation, draft, out, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
  }

  /** {@code tallygate policy check}. */
  @Command(
      name = "check",
      header = "Says whether policy files are right, or all that is wrong with them.",
      footerHeading = "%nExample:%n",
      footer = "  tallygate policy check limits.yaml")
  static final class Check implements Callable<Integer> {

    @Mixin private final Invocation invocation;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Policy files, or videogen.")
    private List<String> files = List.of();

    Check(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      int worst = OK;
      for (String name : files) {
        try {
          invocation.print("ok: " + name + ": " + size(load(invocation, name)) + "\n");
        } catch (PolicyException e) { // what is wrong is what was asked for
          invocation.print(e.getMessage() + "\n");
          worst = CommandLine.ExitCode.SOFTWARE;
        }
      }
      return worst;
    }

    private static String size(PolicyFile file) {
      int groups = file.policy().groups().size();
      int endpoints = file.policy().groups().stream().mapToInt(g -> g.endpoints().size()).sum();
      return count(groups, "group") + ", " + count(endpoints, "endpoint");
    }

    private static String count(int count, String noun) {
      return count + " " + noun + (count == 1 ? "" : "s");
    }
  }

  /** {@code tallygate policy show}. */
  @Command(
      name = "show",
      header = "Shows a policy as a table: every group, published or not, and the settings.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tallygate policy show videogen",
        "  tallygate policy show --json limits.yaml",
      })
  static final class Show implements Callable<Integer> {

    @Mixin private final Invocation invocation;

    @Parameters(paramLabel = "FILE", description = "A policy file, or videogen.")
    private String file = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Show(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      PolicyFile policy = load(invocation, file);
      invocation.print(json ? json(policy) : PolicyTable.text(policy));
      return OK;
    }

    private static String json(PolicyFile policy) {
      ObjectNode shown = Json.MAPPER.createObjectNode();
      shown.set("groups", Json.MAPPER.valueToTree(PolicyTable.rows(policy)));
      ObjectNode settings = shown.putObject("settings");
      for (Map.Entry<String, String> setting : PolicyTable.settings(policy).entrySet()) {
        settings.put(setting.getKey(), setting.getValue());
      }
      return Json.text(shown);
    }
  }

  /** {@code tallygate policy explain}. */
  @Command(
      name = "explain",
      header = "Says which limit holds for a request, and why.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tallygate policy explain POST /v1/files/upload",
        "  tallygate policy explain --policy limits.yaml GET /v1/files/42",
      })
  static final class Explain implements Callable<Integer> {

    @Mixin private final Invocation invocation;

    @Option(
        names = "--policy",
        paramLabel = "FILE",
        description = "A policy file; by default videogen.")
    private String file = DEFAULT;

    @Parameters(index = "0", paramLabel = "METHOD", description = "Such as POST.")
    private String method = "";

    @Parameters(index = "1", paramLabel = "PATH", description = "Such as /v1/files/upload.")
    private String path = "";

    Explain(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      require(
          method.equals(method.toUpperCase(Locale.ROOT)),
          "METHOD must be in capital letters: METHOD=%s",
          method);
      require(path.startsWith("/"), "PATH must begin with a slash: PATH=%s", path);
      PolicyFile policy = load(invocation, file);
      String bare = path.split("[?#]", 2)[0];
      // A server sees bytes: of a letter beyond ASCII those that clients send.
      String bytes = new String(bare.getBytes(UTF_8), ISO_8859_1);
      Match match = EndpointMatcher.of(policy.policy()).match(method, bytes);
      invocation.print(PolicyExplanation.text(policy, method, bare, match));
      return OK;
    }
  }

  /** {@code tallygate policy page}. */
  @Command(
      name = "page",
      header = "Writes the page that customers read.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tallygate policy page",
        "  tallygate policy page --policy limits.yaml --format html --out limits.html",
      })
  static final class Page implements Callable<Integer> {

    @Mixin private final Invocation invocation;

    @Option(
        names = "--policy",
        paramLabel = "FILE",
        description = "A policy file; by default videogen.")
    private String file = DEFAULT;

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        description = "markdown, the default, or html.")
    private String format = "markdown";

    @Option(names = "--out", paramLabel = "FILE", description = "Write to this file.")
    private String out = "";

    Page(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      require(
          format.equals("markdown") || format.equals("html"),
          "format must be markdown or html: format=%s",
          format);
      PolicyFile policy = load(invocation, file);
      String page = format.equals("html") ? PolicyPage.html(policy) : PolicyPage.markdown(policy);
      return hand(invocation, page, out);
    }
  }

  /** {@code tallygate policy diff}. */
  @Command(
      name = "diff",
      header = "Says what a customer would notice if NEW took the place of OLD.",
      description = "The exit code is 0 if that is nothing, and 1 if it is something.",
      footerHeading = "%nExample:%n",
      footer = "  tallygate policy diff limits.yaml new-limits.yaml")
  static final class Diff implements Callable<Integer> {

    @Mixin private final Invocation invocation;

    @Parameters(index = "0", paramLabel = "OLD", description = "What is in force.")
    private String before = "";

    @Parameters(index = "1", paramLabel = "NEW", description = "What shall be.")
    private String after = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Diff(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() {
      PolicyDiff diff = PolicyDiff.of(load(invocation, before), load(invocation, after));
      invocation.print(json ? Json.text(Json.MAPPER.valueToTree(diff.changes())) : diff.text());
      return diff.isEmpty() ? OK : DIFFERENT;
    }
  }

  /** {@code tallygate policy schema}. */
  @Command(
      name = "schema",
      header = "Writes the JSON Schema of policy files, for editors.",
      footerHeading = "%nExample:%n",
      footer = "  tallygate policy schema --out policy.schema.json")
  static final class Schema implements Callable<Integer> {

    @Mixin private final Invocation invocation;

    @Option(names = "--out", paramLabel = "FILE", description = "Write to this file.")
    private String out = "";

    Schema(Surroundings surroundings) {
      this.invocation = new Invocation(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      return hand(invocation, PolicyFile.schema(), out);
    }
  }
}
