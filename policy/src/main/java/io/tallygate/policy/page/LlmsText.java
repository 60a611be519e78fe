package io.tallygate.policy.page;

import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.policy.PolicyFile;

/** Writes {@code /llms.txt}: what a language model may read about the API's limits, and where. */
final class LlmsText {

  private LlmsText() {}

  static String of(PolicyFile file) {
    String title = Markdown.escaped(file.title());
    return """
        # %1$s

        > How many requests each API key may send, per group of endpoints and %6$s; what \
        the headers of a response say about it; what to do on a 429.

        ## Docs

        - [%1$s](%2$s): the limits in force, as Markdown
        - [%1$s, for programs](%3$s): the same as JSON
        - [%1$s, for people](%4$s): the same as a web page

        ## Optional

        - [All in one file](%5$s): this list and the page
        """
        .formatted(
            title,
            PageForm.MARKDOWN.path(),
            PageForm.JSON.path(),
            PageForm.HTML.path(),
            PageForm.LLMS_FULL.path(),
            inWhat(Kinds.of(file.policy())));
  }

  private static String inWhat(Kinds kinds) {
    if (kinds.isWindowsOnly()) {
      return "window of time";
    }
    return kinds.told().contains(Algorithm.IN_FLIGHT) ? "time, or at once" : "time";
  }
}
