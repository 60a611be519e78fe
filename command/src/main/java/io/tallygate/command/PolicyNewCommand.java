package io.tallygate.command;

import io.tallygate.policy.TextFile;
import io.tallygate.policy.draft.PolicyDraft;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tallygate policy new}. */
@Command(
    name = "new",
    header = "Writes a first policy file, with comments.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate policy new --out limits.yaml",
      "  tallygate policy new --openapi openapi.json --out limits.yaml",
    })
final class PolicyNewCommand implements Callable<Integer> {

  @Mixin private final Invocation invocation;

  @Option(
      names = "--openapi",
      paramLabel = "FILE",
      description = "Take the endpoints from this OpenAPI 3.0 or 3.1 file, JSON or YAML.")
  private String openApi = "";

  @Mixin private final NewFileOption out;

  PolicyNewCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
    this.out = new NewFileOption(invocation);
  }

  @Override
  public Integer call() throws IOException {
    String draft;
    if (openApi.isEmpty()) {
      draft = PolicyDraft.blank();
    } else {
      Path file = invocation.file(openApi);
      String text = TextFile.read(file, PolicyDraft.OPENAPI_BYTES_MAX);
      draft = PolicyDraft.fromOpenApi(openApi, text);
    }
    return out.write(draft);
  }
}
