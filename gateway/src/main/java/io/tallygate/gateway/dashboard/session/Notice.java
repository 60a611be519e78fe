package io.tallygate.gateway.dashboard.session;

/**
 * What the next page says once: what was done, and perhaps a secret that is shown no more.
 *
 * @param path of the page that says it
 * @param secret empty if there is none
 */
public record Notice(String path, String text, String secret) {

  public static Notice of(String path, String text) {
    return new Notice(path, text, "");
  }

  /** For logs: never the secret. */
  @Override
  public String toString() {
    return text;
  }
}
