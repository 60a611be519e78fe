package io.tallygate.policy.openapi;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Writes what is added: texts, truth values, lists, and mappings in their order. */
final class Written {

  private static final Pattern PLAIN =
      Pattern.compile("\\$?[A-Za-z][A-Za-z0-9._/-]*(?: [A-Za-z0-9(][A-Za-z0-9._/()-]*)*");
  private static final Pattern NO_TEXT = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

  private Written() {}

  /** In JSON, which is YAML too, on one line. */
  static String inline(Object value) {
    if (value instanceof Map<?, ?> map) {
      StringJoiner fields = new StringJoiner(", ", "{", "}");
      map.forEach((name, field) -> fields.add(quoted(String.valueOf(name)) + ": " + inline(field)));
      return fields.toString();
    }
    if (value instanceof List<?> list) {
      StringJoiner items = new StringJoiner(", ", "[", "]");
      list.forEach(item -> items.add(inline(item)));
      return items.toString();
    }
    return value instanceof Boolean ? value.toString() : quoted(value.toString());
  }

  /**
   * In JSON, a field a line.
   *
   * @param indent of the line that the value begins on
   */
  static String lines(Object value, String indent, String step) {
    if (!(value instanceof Map<?, ?> map) || map.isEmpty()) {
      return inline(value);
    }
    StringJoiner fields = new StringJoiner(",\n", "{\n", "\n" + indent + "}");
    String inner = indent + step;
    map.forEach(
        (name, field) ->
            fields.add(inner + quoted(String.valueOf(name)) + ": " + lines(field, inner, step)));
    return fields.toString();
  }

  /** In YAML, as a field of a mapping, without the indent of its first line or a last line end. */
  static String field(String name, Object value, String indent) {
    StringBuilder yaml = new StringBuilder(text(name)).append(':');
    String inner = indent + "  ";
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, field) ->
              yaml.append('\n').append(inner).append(field(String.valueOf(key), field, inner)));
    } else if (value instanceof List<?> list) {
      list.forEach(
          item -> yaml.append('\n').append(inner).append("- ").append(text(item.toString())));
    } else {
      yaml.append(' ').append(value instanceof Boolean ? value.toString() : text(value.toString()));
    }
    return yaml.toString();
  }

  private static String text(String text) {
    boolean plain = PLAIN.matcher(text).matches() && !NO_TEXT.matcher(text).matches();
    return plain ? text : quoted(text);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
