package io.tallygate.client;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a request goes and as whom, as far as limits can differ. Its text shows no credentials.
 *
 * @param endpoint method and path without ids, or the name of a group
 * @param isNamed whether the user's rule named the group
 */
record Target(List<String> credentials, String origin, String endpoint, boolean isNamed) {

  /*
   * Which paths are one endpoint is the server's secret; a segment that looks like an id is taken
   * for one: it has a digit (but v1, v2 ... are versions), or is longer than words are. Two
   * endpoints taken for one get what was learned of the later one, until the server says more.
   */

  private static final int WORD_MAX = 32;
  private static final int ENDPOINT_MAX = 256;
  private static final Pattern VERSION = Pattern.compile("v[0-9]{1,3}");
  private static final List<String> CREDENTIALS =
      List.of("Authorization", "X-Api-Key", "Api-Key", "Cookie");

  static Target of(HttpRequest request, GroupRule rule) {
    List<String> credentials = new ArrayList<>();
    for (String name : CREDENTIALS) {
      credentials.addAll(request.headers().allValues(name));
    }
    URI uri = request.uri();
    String origin = uri.getScheme() + "://" + uri.getRawAuthority();
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    Optional<String> name = rule.group(request);
    String endpoint = name.orElseGet(() -> request.method() + " " + shape(path));
    return new Target(
        List.copyOf(credentials), origin.toLowerCase(Locale.ROOT), endpoint, name.isPresent());
  }

  /** The same caller at the same server, for another endpoint or something else with a name. */
  Target at(String name) {
    return new Target(credentials, origin, name, isNamed);
  }

  static String shape(String path) {
    String shape =
        Arrays.stream(path.split("/", -1))
            .map(segment -> isId(segment) ? "{}" : segment)
            .collect(Collectors.joining("/"));
    return shape.length() > ENDPOINT_MAX ? shape.substring(0, ENDPOINT_MAX) : shape;
  }

  private static boolean isId(String segment) {
    boolean hasDigit = segment.chars().anyMatch(c -> c >= '0' && c <= '9');
    return segment.length() > WORD_MAX || (hasDigit && !VERSION.matcher(segment).matches());
  }

  @Override
  public String toString() {
    return endpoint + " at " + origin;
  }
}
