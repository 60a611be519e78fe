package io.tallygate.policy.page;

import io.tallygate.policy.PolicyFile;
import java.util.List;

/**
 * The page that customers read: default limits, response headers, what to do on a 429, whom to ask
 * for more; every sentence from the policy's own settings.
 */
public final class PolicyPage {

  private PolicyPage() {}

  /** The page in CommonMark, with tables as GitHub has them. */
  public static String markdown(PolicyFile file) {
    return Markdown.of(blocks(file));
  }

  /** The page as one HTML file that needs no other: light and dark, wide and narrow, no script. */
  public static String html(PolicyFile file) {
    return Html.of(file.title(), blocks(file));
  }

  private static List<Block> blocks(PolicyFile file) {
    return new PageContent(file).blocks();
  }
}
