package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.page.PolicyPage;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tallygate policy page}. */
@Command(
    name = "page",
    header = "Writes the page that customers read.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate policy page",
      "  tallygate policy page --policy limits.yaml --format html --out limits.html",
    })
final class PolicyPageCommand implements Callable<Integer> {

  @Mixin private final Invocation invocation;

  @Mixin private final PolicyOption policy = new PolicyOption();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "markdown, the default, or html.")
  private String format = "markdown";

  @Mixin private final FileOption out;

  PolicyPageCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
    this.out = new FileOption(invocation);
  }

  @Override
  public Integer call() throws IOException {
    require(
        format.equals("markdown") || format.equals("html"),
        "format must be markdown or html: format=%s",
        format);
    PolicyFile file = policy.load(invocation);
    String page = format.equals("html") ? PolicyPage.html(file) : PolicyPage.markdown(file);
    return out.write(page);
  }
}
