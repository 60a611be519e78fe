package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.limiter.match.EndpointMatcher;
import io.tallygate.limiter.match.Match;
import io.tallygate.policy.PolicyExplanation;
import io.tallygate.policy.PolicyFile;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tallygate policy explain}. */
@Command(
    name = "explain",
    header = "Says which limit holds for a request, and why.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate policy explain POST /v1/files/upload",
      "  tallygate policy explain --policy limits.yaml GET /v1/files/42",
    })
final class PolicyExplainCommand implements Callable<Integer> {

  @Mixin private final Invocation invocation;

  @Mixin private final PolicyOption policy = new PolicyOption();

  @Parameters(index = "0", paramLabel = "METHOD", description = "Such as POST.")
  private String method = "";

  @Parameters(index = "1", paramLabel = "PATH", description = "Such as /v1/files/upload.")
  private String path = "";

  PolicyExplainCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
  }

  @Override
  public Integer call() {
    require(
        method.equals(method.toUpperCase(Locale.ROOT)),
        "METHOD must be in capital letters: METHOD=%s",
        method);
    require(path.startsWith("/"), "PATH must begin with a slash: PATH=%s", path);
    PolicyFile file = policy.load(invocation);
    String bare = path.split("[?#]", 2)[0];
    // A server sees bytes: of a letter beyond ASCII those that clients send.
    String bytes = new String(bare.getBytes(UTF_8), ISO_8859_1);
    Match match = EndpointMatcher.of(file.policy()).match(method, bytes);
    invocation.print(PolicyExplanation.text(file, method, bare, match));
    return ExitCode.OK;
  }
}
