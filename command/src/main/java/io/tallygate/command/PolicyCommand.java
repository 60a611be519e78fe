package io.tallygate.command;

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
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code tallygate policy}: writes, checks, shows and compares policy files. */
@Command(
    name = "policy",
    description = "Writes, checks, shows and compares policy files.",
    footer = {
      "",
      "FILE may be the name of a policy that comes with Tallygate: videogen.",
      "Exit code: 0 for yes or done, 1 for a bad file or a difference, 2 for wrong usage."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class PolicyCommand {

  private static final int OK = 0;
  private static final int BAD = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @Spec private @Nullable CommandSpec spec;

  /** What a subcommand does; a file that is refused ends it. */
  private interface Work {
    int run() throws IOException;
  }

  @Command(
      name = "new",
      description = "Writes a first policy file, with comments.",
      mixinStandardHelpOptions = true)
  int write(
      @Option(
              names = "--openapi",
              paramLabel = "FILE",
              description = "Take the endpoints from this OpenAPI 3.0 or 3.1 file, JSON or YAML.")
          @Nullable Path openApi,
      @Option(
              names = "--out",
              paramLabel = "FILE",
              description = "Write to this file, which must not be there yet.")
          @Nullable Path out) {
    return run(
        () -> {
          String draft = PolicyDraft.blank();
          if (openApi != null) {
            String text = TextFile.read(openApi, PolicyDraft.OPENAPI_BYTES_MAX);
            draft = PolicyDraft.fromOpenApi(openApi.toString(), text);
          }
          return hand(draft, out, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        });
  }

  @Command(
      name = "check",
      description = "Says whether policy files are right, or all that is wrong with them.",
      mixinStandardHelpOptions = true)
  int check(@Parameters(arity = "1..*", paramLabel = "FILE") List<String> files) {
    int worst = OK;
    for (String file : files) {
      worst =
          Math.max(
              worst,
              run(
                  () -> {
                    PolicyFile policy = PolicyFile.load(file);
                    out().println("ok: " + file + ": " + size(policy));
                    return OK;
                  }));
    }
    return worst;
  }

  private static String size(PolicyFile file) {
    int groups = file.policy().groups().size();
    int endpoints = file.policy().groups().stream().mapToInt(g -> g.endpoints().size()).sum();
    return groups
        + (groups == 1 ? " group, " : " groups, ")
        + endpoints
        + (endpoints == 1 ? " endpoint" : " endpoints");
  }

  @Command(
      name = "show",
      description = "Shows a policy as a table.",
      mixinStandardHelpOptions = true)
  int show(
      @Parameters(paramLabel = "FILE") String file,
      @Option(names = "--json", description = "Write JSON.") boolean json) {
    return run(
        () -> {
          PolicyFile policy = PolicyFile.load(file);
          if (json) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("groups", PolicyTable.rows(policy));
            shown.put("settings", PolicyTable.settings(policy));
            out().println(JSON.writeValueAsString(shown));
          } else {
            out().print(PolicyTable.text(policy));
          }
          return OK;
        });
  }

  @Command(
      name = "explain",
      description = "Says which limit holds for a request, and why.",
      mixinStandardHelpOptions = true)
  int explain(
      @Option(names = "--policy", paramLabel = "FILE", defaultValue = "videogen") String file,
      @Parameters(paramLabel = "METHOD", description = "Such as POST.") String method,
      @Parameters(paramLabel = "PATH", description = "Such as /v1/files/upload.") String path) {
    if (!method.equals(method.toUpperCase(Locale.ROOT))) {
      throw new ParameterException(
          spec().commandLine(), "method must be in capital letters: method=" + method);
    }
    if (!path.startsWith("/")) {
      throw new ParameterException(
          spec().commandLine(), "path must begin with a slash: path=" + path);
    }
    return run(
        () -> {
          PolicyFile policy = PolicyFile.load(file);
          String bare = path.split("[?#]", 2)[0];
          Match match = EndpointMatcher.of(policy.policy()).match(method, bare);
          out().print(PolicyExplanation.text(policy, method, bare, match));
          return OK;
        });
  }

  @Command(
      name = "page",
      description = "Writes the page that customers read.",
      mixinStandardHelpOptions = true)
  int page(
      @Option(names = "--policy", paramLabel = "FILE", defaultValue = "videogen") String file,
      @Option(
              names = "--format",
              defaultValue = "markdown",
              converter = Format.Converter.class,
              paramLabel = "FORMAT",
              description = "markdown (the default) or html.")
          Format format,
      @Option(names = "--out", paramLabel = "FILE", description = "Write to this file.")
          @Nullable Path out) {
    return run(
        () -> {
          PolicyFile policy = PolicyFile.load(file);
          String page =
              format == Format.HTML ? PolicyPage.html(policy) : PolicyPage.markdown(policy);
          return hand(page, out);
        });
  }

  @Command(
      name = "diff",
      description = "Says what a customer would notice if NEW took the place of OLD.",
      mixinStandardHelpOptions = true)
  int diff(
      @Parameters(paramLabel = "OLD") String before,
      @Parameters(paramLabel = "NEW") String after,
      @Option(names = "--json", description = "Write JSON.") boolean json) {
    return run(
        () -> {
          PolicyDiff diff = PolicyDiff.of(PolicyFile.load(before), PolicyFile.load(after));
          if (json) {
            out().println(JSON.writeValueAsString(diff.changes()));
          } else {
            out().print(diff.text());
          }
          return diff.isEmpty() ? OK : BAD;
        });
  }

  @Command(
      name = "schema",
      description = "Writes the JSON Schema of policy files, for editors.",
      mixinStandardHelpOptions = true)
  int schema(
      @Option(names = "--out", paramLabel = "FILE", description = "Write to this file.")
          @Nullable Path out) {
    return run(() -> hand(PolicyFile.schema(), out));
  }

  /** How a page is written. */
  enum Format {
    MARKDOWN,
    HTML;

    /** Reads the names in small letters, as all our words are written. */
    static final class Converter implements ITypeConverter<Format> {
      @Override
      public Format convert(String value) {
        return switch (value) {
          case "markdown" -> MARKDOWN;
          case "html" -> HTML;
          default ->
              throw new TypeConversionException("format must be markdown or html: format=" + value);
        };
      }
    }
  }

  private int run(Work work) {
    try {
      return work.run();
    } catch (PolicyException e) {
      e.problems().forEach(spec().commandLine().getErr()::println);
    } catch (FileAlreadyExistsException e) {
      spec().commandLine().getErr().println("file must not be there yet: out=" + e.getFile());
    } catch (IOException e) {
      spec().commandLine().getErr().println("file cannot be written: reason=" + e);
    }
    return BAD;
  }

  private int hand(String text, @Nullable Path out, OpenOption... options) throws IOException {
    if (out == null) {
      out().print(text);
    } else {
      Files.write(out, text.getBytes(UTF_8), options);
      out().println("written: " + out);
    }
    return OK;
  }

  private PrintWriter out() {
    return spec().commandLine().getOut();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli must have made this command");
    }
    return spec;
  }
}
