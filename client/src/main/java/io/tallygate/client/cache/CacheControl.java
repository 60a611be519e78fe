package io.tallygate.client.cache;

import java.net.http.HttpHeaders;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The directives of {@code Cache-Control} (RFC 9111, section 5.2).
 *
 * @param directives names in lower case, with their arguments without quotes, empty if none
 */
record CacheControl(Map<String, String> directives) {

  private static final Pattern DIRECTIVE =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:=(?:\"([^\"]*)\"|([^\\s,;\"]*)))?");

  /** Section 1.2.2: larger numbers count as this one. */
  private static final long SECONDS_MAX = 2_147_483_648L;

  static CacheControl of(HttpHeaders fields) {
    Map<String, String> directives = new HashMap<>();
    for (String line : fields.allValues("Cache-Control")) {
      Matcher matcher = DIRECTIVE.matcher(line);
      while (matcher.find()) {
        String quoted = matcher.group(2);
        String plain = matcher.group(3);
        String argument = quoted != null ? quoted : plain != null ? plain : "";
        // Of two the first counts (section 4.2.1).
        directives.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), argument);
      }
    }
    return new CacheControl(Map.copyOf(directives));
  }

  boolean has(String name) {
    return directives.containsKey(name);
  }

  /** The seconds of a directive; one that cannot be read is 0, for that is stale (4.2.1). */
  OptionalLong seconds(String name) {
    String argument = directives.get(name);
    if (argument == null) {
      return OptionalLong.empty();
    }
    if (!argument.matches("[0-9]+")) {
      return OptionalLong.of(0);
    }
    return OptionalLong.of(
        argument.length() > 10 ? SECONDS_MAX : Math.min(Long.parseLong(argument), SECONDS_MAX));
  }
}
