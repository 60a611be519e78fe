package io.tallygate.policy.page;

import io.tallygate.policy.PolicyFile;

/**
 * The page that customers read: default limits, response headers, what to do on a 429, whom to ask
 * for more; every sentence from the policy's own settings. As a file; {@link PageForm} is for
 * servers.
 */
public final class PolicyPage {

  private PolicyPage() {}

  /** The page in CommonMark, with tables as GitHub has them. */
  public static String markdown(PolicyFile file) {
    return Markdown.of(new PageContent(file).blocks());
  }

  /** The page as one HTML file that needs no other: light and dark, wide and narrow, no script. */
  public static String html(PolicyFile file) {
    return Html.begin(file.title(), Html.Place.FILE)
        + Html.of(new PageContent(file).blocks())
        + Html.END;
  }

  /**
   * The Content-Security-Policy under which a browser shows the HTML: its own style and icon and
   * nothing else, in nobody's frame.
   */
  public static String contentSecurityPolicy() {
    return Html.CONTENT_SECURITY_POLICY;
  }
}
