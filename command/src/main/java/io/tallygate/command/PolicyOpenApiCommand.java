package io.tallygate.command;

import io.tallygate.policy.TextFile;
import io.tallygate.policy.openapi.OpenApiLimits;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tallygate policy openapi}. */
@Command(
    name = "openapi",
    header = "Adds the limits to an API's own OpenAPI file.",
    description = {
      "Adds the header fields, a 429 response, and to each operation its group (x-tallygate)."
          + " All that is there stays as it is written; a second run changes nothing.",
    },
    footerHeading = "%nExample:%n",
    footer = "  tallygate policy openapi --policy limits.yaml api.yaml --out api.yaml")
final class PolicyOpenApiCommand implements Callable<Integer> {

  @Mixin private final Invocation invocation;

  @Mixin private final PolicyOption policy = new PolicyOption();

  @Parameters(paramLabel = "FILE", description = "An OpenAPI 3.0 or 3.1 file, JSON or YAML.")
  private String file = "";

  @Mixin private final FileOption out;

  PolicyOpenApiCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
    this.out = new FileOption(invocation);
  }

  @Override
  public Integer call() throws IOException {
    String text = TextFile.read(invocation.file(file), OpenApiLimits.BYTES_MAX);
    OpenApiLimits limits = OpenApiLimits.add(file, text, policy.load(invocation));
    limits.remarks().forEach(invocation::note);
    return out.write(limits.text());
  }
}
