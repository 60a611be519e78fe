package io.tallygate.policy;

import static io.tallygate.policy.yaml.Problems.shown;

import io.tallygate.policy.yaml.Nearest;
import io.tallygate.policy.yaml.Place;
import io.tallygate.policy.yaml.Problems;
import io.tallygate.policy.yaml.YamlNode;
import io.tallygate.policy.yaml.YamlNode.Field;
import io.tallygate.policy.yaml.YamlNode.Fields;
import io.tallygate.policy.yaml.YamlNode.Items;
import io.tallygate.policy.yaml.YamlNode.Refused;
import io.tallygate.policy.yaml.YamlNode.Style;
import io.tallygate.policy.yaml.YamlNode.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.resolver.JsonScalarResolver;

/** A mapping of the policy file whose fields are known by name; each is read once. */
final class Section {

  /*
   * A value that is refused reads as if the field were not there: its problem has been added, so
   * the file as a whole is refused, and the reading goes on to find what else is wrong.
   */

  private static final JsonScalarResolver RESOLVER = new JsonScalarResolver();

  /** Controls, halves of pairs, ends of lines, and what turns the direction of the text around. */
  private static final Pattern UNREADABLE =
      Pattern.compile("\\p{Cc}|\\p{Cs}|\\p{Cn}|\\R|[\\u202a-\\u202e\\u2066-\\u2069]");

  private final Place place;
  private final Map<String, YamlNode> values = new HashMap<>();
  private final String where;
  private final Problems problems;

  private Section(Place place, String where, Problems problems) {
    this.place = place;
    this.where = where;
    this.problems = problems;
  }

  /**
   * Reads a mapping and refuses the fields that it does not know.
   *
   * @param where a phrase for the messages, such as {@code " group=tools"}; empty at the top
   */
  static Section of(Fields fields, List<String> known, String where, Problems problems) {
    Section section = new Section(fields.place(), where, problems);
    for (Field field : fields.fields()) {
      String name = field.name().value();
      if (known.contains(name)) {
        section.values.put(name, field.value());
      } else {
        problems.add(
            field.name().place(),
            "unknown field: field=" + shown(name) + where + Nearest.hintOrAll(name, known));
      }
    }
    return section;
  }

  /** The phrase that says which mapping this is. */
  String where() {
    return where;
  }

  Place place() {
    return place;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Optional<YamlNode> value(String name) {
    return Optional.ofNullable(values.get(name)).filter(node -> !(node instanceof Refused));
  }

  /** A text of one line, 1 to {@code lengthMax} characters. */
  Optional<String> text(String name, int lengthMax) {
    return value(name).flatMap(node -> text(node, name, lengthMax));
  }

  private Optional<String> text(YamlNode node, String name, int lengthMax) {
    return scalar(node, name)
        .filter(text -> !isOtherThanText(text) || refuse(text, name, " must be a text, quote it"))
        .filter(
            text ->
                (!text.value().isBlank() && !UNREADABLE.matcher(text.value()).find())
                    || refuse(text, name, " must be one line that can be read"))
        .filter(
            text ->
                text.value().length() <= lengthMax
                    || refuse(text, name, " must have at most " + lengthMax + " characters"))
        .map(text -> text.value().strip());
  }

  /** One of a few words. */
  <T> Optional<T> choice(String name, Map<String, T> choices) {
    return value(name)
        .flatMap(node -> scalar(node, name))
        .filter(
            text -> {
              boolean known = choices.containsKey(text.value());
              if (!known) {
                problems.add(
                    text.place(),
                    name
                        + " must be "
                        + String.join(" or ", choices.keySet())
                        + ": "
                        + name
                        + "="
                        + shown(text.value())
                        + where
                        + Nearest.hint(text.value(), choices.keySet()));
              }
              return known;
            })
        .map(text -> choices.get(text.value()));
  }

  /** {@code true} or {@code false}, plain: in quotes they are texts. */
  Optional<Boolean> flag(String name) {
    return value(name)
        .flatMap(node -> scalar(node, name))
        .filter(
            text ->
                (text.style() == Style.PLAIN && text.value().matches("true|false"))
                    || refuse(text, name, " must be true or false"))
        .map(text -> text.value().equals("true"));
  }

  /** The texts of a list that has 1 to {@code sizeMax}; none if the field is not there. */
  List<Text> texts(String name, int sizeMax) {
    List<Text> texts = new ArrayList<>();
    for (YamlNode item : items(name, sizeMax)) {
      scalar(item, name).ifPresent(texts::add);
    }
    return texts;
  }

  /** The parts of a list that has 1 to {@code sizeMax}; none if the field is not there. */
  List<YamlNode> items(String name, int sizeMax) {
    YamlNode node = value(name).orElse(null);
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof Items list)) {
      String found = node instanceof Text text ? shown(text.value()) : node.kind();
      problems.add(
          node.place(),
          name
              + " must be a list, each entry on a line of its own behind '- ': "
              + name
              + "="
              + found
              + where);
      return List.of();
    }
    if (list.items().isEmpty() || list.items().size() > sizeMax) {
      problems.add(
          list.place(),
          name + " must have 1 to " + sizeMax + " entries: entries=" + list.items().size() + where);
      return List.of();
    }
    return list.items();
  }

  /** A scalar that is not empty. */
  Optional<Text> scalar(YamlNode node, String name) {
    if (node instanceof Refused) {
      return Optional.empty();
    }
    if (!(node instanceof Text text)) {
      problems.add(node.place(), name + " must be a text: " + name + "=" + node.kind() + where);
      return Optional.empty();
    }
    if (text.isNothing()) {
      problems.add(
          text.place(), name + " must have a value, or leave the field out: " + name + "=" + where);
      return Optional.empty();
    }
    return Optional.of(text);
  }

  private boolean refuse(Text text, String name, String rule) {
    problems.add(text.place(), name + rule + ": " + name + "=" + shown(text.value()) + where);
    return false;
  }

  /** Whether YAML takes a plain text for a number, a truth value or nothing. */
  static boolean isOtherThanText(Text text) {
    return text.style() == Style.PLAIN && isOtherThanText(text.value());
  }

  static boolean isOtherThanText(String plain) {
    return !RESOLVER.resolve(plain, true).getValue().endsWith(":str");
  }
}
