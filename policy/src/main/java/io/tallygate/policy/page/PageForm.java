package io.tallygate.policy.page;

import io.tallygate.policy.PolicyFile;

/** The forms in which a server publishes the page, each under a path of its own. */
public enum PageForm {
  /** For people. */
  HTML("/docs/rate-limits", "text/html; charset=utf-8"),
  /** For docs sites and language models. */
  MARKDOWN("/docs/rate-limits.md", "text/markdown; charset=utf-8"),
  /** For programs; {@code docs/reference/page.md} has its schema. */
  JSON("/docs/rate-limits.json", "application/json"),
  /** What there is for language models to read, after llmstxt.org. */
  LLMS("/llms.txt", "text/plain; charset=utf-8"),
  /** The same, with all that it lists. */
  LLMS_FULL("/llms-full.txt", "text/plain; charset=utf-8");

  private final String path;
  private final String contentType;

  PageForm(String path, String contentType) {
    this.path = path;
    this.contentType = contentType;
  }

  /** Where the page is: exactly there, and nowhere else. */
  public String path() {
    return path;
  }

  public String contentType() {
    return contentType;
  }

  /** The page, but for what a key has used: made once per policy. */
  public PageHalves halves(PolicyFile file) {
    PageContent content = new PageContent(file);
    return switch (this) {
      case HTML ->
          new PageHalves(
              Html.begin(file.title(), Html.Place.SERVED) + Html.of(content.servedIntro()),
              Html.of(content.rest()) + Html.END);
      case MARKDOWN -> markdown(content, "");
      case JSON -> PageJson.halves(file);
      case LLMS -> new PageHalves(LlmsText.of(file), "");
      case LLMS_FULL -> markdown(content, LlmsText.of(file) + "\n---\n\n");
    };
  }

  private static PageHalves markdown(PageContent content, String before) {
    return new PageHalves(
        before + Markdown.of(content.servedIntro()) + "\n", Markdown.of(content.rest()));
  }

  /** What a key has used, to stand between the halves of the same policy's page. */
  public String usage(PolicyFile file, KeyUsage usage) {
    return switch (this) {
      case HTML -> Html.of(UsageContent.blocks(file, usage));
      case MARKDOWN, LLMS_FULL -> Markdown.of(UsageContent.blocks(file, usage)) + "\n";
      case JSON -> PageJson.usage(usage);
      case LLMS -> "";
    };
  }
}
