package io.tallygate.command.probe;

import static io.tallygate.limiter.check.Checks.require;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * The API that is probed, and the key that it is shown.
 *
 * @param origin {@code http://host:port}
 * @param path of the first endpoint with its query; empty if the URL has none
 * @param keyHeader the field that carries the key; in {@code Authorization} behind {@code Bearer}
 * @param key visible ASCII; empty to send none
 */
public record Target(String origin, String path, String keyHeader, String key) {

  /** How long a key may be, in characters. */
  public static final int KEY_MAX = 4_096;

  private static final int SHORTEST_SECRET = 4; // else every digit would be blotted out
  private static final Pattern PATH = Pattern.compile("/[!-~]{0,2000}");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");

  public Target {
    require(
        HEADER.matcher(keyHeader).matches(),
        "key-header must be 1 to 64 of A-Z a-z 0-9 -: key-header=%s",
        keyHeader);
    require(
        key.length() <= KEY_MAX && key.chars().allMatch(c -> c > ' ' && c <= '~'),
        "key must be up to %s visible ASCII characters; what was given is not",
        KEY_MAX);
  }

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static Target of(String url, String keyHeader, String key) {
    require(url.indexOf('@') < 0, "URL must have no user: what was given has one");
    try {
      URI uri = new URI(url);
      boolean http = "http".equalsIgnoreCase(uri.getScheme());
      require(
          (http || "https".equalsIgnoreCase(uri.getScheme()))
              && uri.getHost() != null
              && uri.getPort() <= 65_535
              && uri.getRawFragment() == null,
          "URL must be http[s]://host[:port][/path]: URL=%s",
          url);
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      String path = uri.getRawPath() + query;
      return new Target(
          (http ? "http" : "https") + "://" + uri.getRawAuthority(),
          path.isEmpty() ? "" : requirePath(path.startsWith("/") ? path : "/" + path),
          keyHeader,
          key);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("URL must be http[s]://host[:port][/path]", e);
    }
  }

  /**
   * A path as it is sent.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static String requirePath(String path) {
    boolean uri = PATH.matcher(path).matches() && !path.startsWith("//");
    try {
      new URI(path);
    } catch (URISyntaxException e) {
      uri = false;
    }
    require(
        uri && path.indexOf('#') < 0, "endpoint must be /path, percent-encoded: endpoint=%s", path);
    return path;
  }

  /** {@code host:port}, as the URL writes it. */
  String authority() {
    return URI.create(origin).getRawAuthority();
  }

  String host() {
    return URI.create(origin).getHost().replaceAll("[\\[\\]]", "");
  }

  int port() {
    int port = URI.create(origin).getPort();
    return port >= 0 ? port : isTls() ? 443 : 80;
  }

  boolean isTls() {
    return origin.startsWith("https:");
  }

  boolean hasKey() {
    return !key.isEmpty();
  }

  String keyValue() {
    return keyHeader.equalsIgnoreCase("Authorization") ? "Bearer " + key : key;
  }

  /** Whether the key would go readable over a network. */
  public boolean isOverheard() {
    return hasKey()
        && !isTls()
        && !origin.matches("http://(127\\.0\\.0\\.1|localhost|\\[::1\\])(:\\d+)?");
  }

  /** A text of the API for the screen: without the key, and without control characters. */
  String safe(String text) {
    String without = key.length() >= SHORTEST_SECRET ? text.replace(key, "***") : text;
    String cut = without.substring(0, Math.min(without.length(), Fields.VALUE_MAX));
    return cut.replaceAll("[^ -~]", "?");
  }

  /** For logs: never the key. */
  @Override
  public String toString() {
    return origin + path;
  }
}
