package io.tallygate.policy.page;

/**
 * A page with a place in it for what a key has used: {@code before}, the {@linkplain PageForm#usage
 * usage} or nothing, {@code after}.
 */
public record PageHalves(String before, String after) {

  /** The page without a key's usage. */
  public String whole() {
    return before + after;
  }
}
