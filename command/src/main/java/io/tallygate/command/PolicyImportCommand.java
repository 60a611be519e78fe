package io.tallygate.command;

import io.tallygate.policy.TextFile;
import io.tallygate.policy.published.PageImport;
import io.tallygate.policy.published.PublishedPage;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tallygate policy import}. */
@Command(
    name = "import",
    header = "Makes a policy file from a published page of rate limits.",
    description = {
      "The page may be Markdown, HTML or text copied from a browser. A line of it must look like"
          + " `GET /v1/files, GET /v1/files/{id} (a note) 500 requests/hour`, its parts in this"
          + " order, or the limit first, or in the cells of a table. Each line that looks like a"
          + " limit and is not understood is told on stderr.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate policy import rate-limits.md --out limits.yaml",
      "  curl -s https://example.com/rate-limits | tallygate policy import -",
    })
final class PolicyImportCommand implements Callable<Integer> {

  @Mixin private final Invocation invocation;

  @Parameters(paramLabel = "FILE", description = "The page; - reads it from stdin.")
  private String file = "";

  @Mixin private final NewFileOption out;

  PolicyImportCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
    this.out = new NewFileOption(invocation);
  }

  @Override
  public Integer call() throws IOException {
    boolean stdin = file.equals("-");
    String source = stdin ? "stdin" : file;
    PageImport page =
        PublishedPage.read(
            source, stdin ? TextFile.read(source, System.in, PublishedPage.BYTES_MAX) : text());
    page.remarks().forEach(invocation::note);
    return out.write(page.toYaml());
  }

  private String text() {
    return TextFile.read(invocation.file(file), PublishedPage.BYTES_MAX);
  }
}
