package io.tallygate.limiter.policy;

import static io.tallygate.limiter.check.Checks.require;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A method and a pattern of paths, as a policy writes them: {@code GET /v1/files/{id}}.
 *
 * <p>{@code {param}} matches exactly one non-empty segment; {@code *} stands only at the end and
 * matches one or more segments. A trailing slash means nothing.
 *
 * @param method upper case; {@code HEAD} is not written, it counts as {@code GET}
 * @param segments of the pattern, without slashes; none for {@code /}
 */
public record Endpoint(String method, List<String> segments) {

  /** A pattern has at most this many segments. */
  public static final int SEGMENTS_MAX = 32;

  /** A pattern has at most this many characters. */
  public static final int PATTERN_MAX = 512;

  private static final Pattern METHOD = Pattern.compile("[A-Z]{1,32}");
  private static final Pattern PARAM = Pattern.compile("\\{[A-Za-z][A-Za-z0-9_-]{0,63}\\}");
  private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9._~!$&'()+,=:@-]+");

  public Endpoint {
    segments = List.copyOf(segments);
    require(METHOD.matcher(method).matches(), "method must be 1 to 32 of A-Z: method=%s", method);
    require(!method.equals("HEAD"), "HEAD counts as GET, write GET: method=%s", method);
    require(
        segments.size() <= SEGMENTS_MAX,
        "pattern must have at most %s segments: segments=%s",
        SEGMENTS_MAX,
        segments.size());
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      boolean last = i == segments.size() - 1;
      require(
          isParam(segment) || (last && segment.equals("*")) || isLiteral(segment),
          "segment must be a literal, a {param}, or * at the end: segment=%s",
          segment);
    }
  }

  /**
   * Reads {@code METHOD /pattern}.
   *
   * @throws IllegalArgumentException saying what is wrong with the text
   */
  public static Endpoint parse(String text) {
    require(
        text.length() <= PATTERN_MAX,
        "endpoint must have at most %s characters: length=%s",
        PATTERN_MAX,
        text.length());
    String[] parts = text.strip().split("\\s+", -1);
    require(
        parts.length == 2 && parts[1].startsWith("/"),
        "endpoint must be METHOD /path: endpoint=%s",
        text);
    String path = parts[1].endsWith("/") ? parts[1].substring(0, parts[1].length() - 1) : parts[1];
    List<String> segments = path.isEmpty() ? List.of() : List.of(path.substring(1).split("/", -1));
    return new Endpoint(parts[0], segments);
  }

  public static boolean isParam(String segment) {
    return PARAM.matcher(segment).matches();
  }

  private static boolean isLiteral(String segment) {
    return LITERAL.matcher(segment).matches() && !segment.equals(".") && !segment.equals("..");
  }

  /** The pattern with its slashes, {@code /v1/files/{id}}. */
  public String pattern() {
    return "/" + String.join("/", segments);
  }

  /** As a policy writes it. */
  @Override
  public String toString() {
    return method + " " + pattern();
  }
}
