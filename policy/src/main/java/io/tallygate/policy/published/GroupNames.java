package io.tallygate.policy.published;

import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.policy.LimitText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names for groups and limits, each once: from what the page calls them, or from their paths. */
final class GroupNames {

  private static final int LENGTH_MAX = 56; // so that a number behind it fits into 64

  /** Words that stand before what a path is about. */
  private static final Pattern PREAMBLE = Pattern.compile("api|rest|v[0-9]+([._-][0-9]+)*");

  private final Set<String> taken = new HashSet<>(Set.of("other"));

  /**
   * The name of a group.
   *
   * @param given what the page calls it; empty if it does not
   */
  String of(String given, Endpoint first) {
    String called = Limit.NAME.matcher(given).matches() ? given : slug(given);
    if (!called.isEmpty() && taken.add(called)) {
      return called;
    }
    String path = slug(String.join("-", words(first)));
    String name = path.isEmpty() ? "root" : path;
    if (taken.add(name)) {
      return name;
    }
    return counted(name + "-" + first.method().toLowerCase(Locale.ROOT));
  }

  /** The name of a further limit of a group: {@code files-minute}, {@code files-in-flight}. */
  String of(String group, LimitText limit) {
    String begun = group.substring(0, Math.min(group.length(), 40));
    String kind = limit.algorithm() == Algorithm.IN_FLIGHT ? "in-flight" : limit.per();
    return counted(begun + "-" + kind.replace(' ', '-'));
  }

  private String counted(String name) {
    String counted = name.substring(0, Math.min(name.length(), LENGTH_MAX));
    for (int i = 2; !taken.add(counted); i++) {
      counted = name.substring(0, Math.min(name.length(), LENGTH_MAX)) + "-" + i;
    }
    return counted;
  }

  private static List<String> words(Endpoint endpoint) {
    List<String> words = new ArrayList<>();
    for (String segment : endpoint.segments()) {
      String word = segment.toLowerCase(Locale.ROOT);
      boolean said = !Endpoint.isParam(segment) && !word.equals("*");
      if (said && (!words.isEmpty() || !PREAMBLE.matcher(word).matches())) {
        words.add(word);
      }
    }
    return words;
  }

  private static String slug(String text) {
    String slug = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String bare = slug.replaceAll("^-|-$", "");
    return bare.substring(0, Math.min(bare.length(), LENGTH_MAX)).replaceAll("-$", "");
  }
}
