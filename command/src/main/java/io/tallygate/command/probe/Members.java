package io.tallygate.command.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A list of members with parameters, as structured fields (RFC 9651) write it; lenient, for old
 * drafts and real servers are not strict.
 */
final class Members {

  /** How many members of a field are read. */
  static final int COUNT_MAX = 32;

  /**
   * One member.
   *
   * @param head before its parameters, without quotes
   * @param parameters by lower-case name, without quotes
   */
  record Member(String head, Map<String, String> parameters) {

    String parameter(String name) {
      return parameters.getOrDefault(name, "");
    }
  }

  private Members() {}

  static List<Member> read(String field) {
    List<Member> members = new ArrayList<>();
    for (String text : split(field, ',')) {
      if (!text.isBlank() && members.size() < COUNT_MAX) {
        members.add(member(text));
      }
    }
    return members;
  }

  private static Member member(String text) {
    List<String> parts = split(text, ';');
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String part : parts.subList(1, parts.size())) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        String name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        parameters.putIfAbsent(name, unquoted(part.substring(equals + 1)));
      }
    }
    return new Member(unquoted(parts.get(0)), parameters);
  }

  private static String unquoted(String text) {
    String bare = text.strip();
    boolean quoted = bare.length() >= 2 && bare.startsWith("\"") && bare.endsWith("\"");
    return quoted ? bare.substring(1, bare.length() - 1) : bare;
  }

  /** Parts between separators, but for those within quotes. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(text.substring(from));
    return parts;
  }
}
