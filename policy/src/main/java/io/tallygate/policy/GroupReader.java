package io.tallygate.policy;

import static io.tallygate.policy.yaml.Problems.shown;

import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.PathCase;
import io.tallygate.limiter.policy.Policy;
import io.tallygate.policy.yaml.Nearest;
import io.tallygate.policy.yaml.Place;
import io.tallygate.policy.yaml.Problems;
import io.tallygate.policy.yaml.YamlNode;
import io.tallygate.policy.yaml.YamlNode.Field;
import io.tallygate.policy.yaml.YamlNode.Fields;
import io.tallygate.policy.yaml.YamlNode.Items;
import io.tallygate.policy.yaml.YamlNode.Refused;
import io.tallygate.policy.yaml.YamlNode.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the groups of a policy file, and what must be unique among all of them. */
final class GroupReader {

  static final String OTHER = "other";
  static final List<String> FIELDS = List.of("limit", "endpoints", "counter", "published", "note");
  static final List<String> OTHER_FIELDS = List.of("limit", "published");
  static final List<String> LIMIT_FIELDS = List.of("name", "limit");
  static final Map<String, CounterScope> COUNTERS =
      Words.of("shared", CounterScope.SHARED, "each-endpoint", CounterScope.EACH_ENDPOINT);

  private record Claim(String text, Place place) {}

  private final PathCase pathCase;
  private final Problems problems;
  private final Map<String, Claim> endpoints = new HashMap<>();
  private final Map<String, Claim> limitNames = new HashMap<>();

  GroupReader(PathCase pathCase, Problems problems) {
    this.pathCase = pathCase;
    this.problems = problems;
    limitNames.put(OTHER, new Claim(OTHER, Place.START));
  }

  /** The groups that could be read. */
  List<Group> groups(YamlNode node) {
    if (!(node instanceof Fields groups)) {
      problems.add(
          node.place(), "groups must be a mapping of names to groups: groups=" + node.kind());
      return List.of();
    }
    if (groups.fields().isEmpty() || groups.fields().size() > Policy.GROUPS_MAX) {
      problems.add(
          groups.place(),
          "groups must have 1 to "
              + Policy.GROUPS_MAX
              + " entries: entries="
              + groups.fields().size());
      return List.of();
    }
    groups.fields().forEach(field -> claimGroupName(field.name()));
    List<Group> read = new ArrayList<>();
    for (Field field : groups.fields()) {
      group(field.name().value(), field.value()).ifPresent(read::add);
    }
    return read;
  }

  private void claimGroupName(Text name) {
    String value = name.value();
    if (value.equals(OTHER)) {
      problems.add(
          name.place(),
          "other stands beside groups, not in it, for it has no endpoints: group=" + value);
    } else if (isName(name, "group=", "")) {
      limitNames.put(value, new Claim(value, name.place()));
    }
  }

  private Optional<Group> group(String name, YamlNode node) {
    String where = " group=" + shown(name);
    if (!(node instanceof Fields fields)) {
      if (!(node instanceof Refused)) {
        problems.add(node.place(), "a group must have the fields limit and endpoints:" + where);
      }
      return Optional.empty();
    }
    Section section = Section.of(fields, FIELDS, where, problems);
    List<Limit> limits = limits(section, name);
    if (!section.has("endpoints")) {
      problems.add(
          section.place(),
          "endpoints is missing, a group counts the endpoints that it lists:" + where);
    }
    List<Endpoint> listed = endpoints(section, "endpoints", where);
    CounterScope counter = section.choice("counter", COUNTERS).orElse(CounterScope.SHARED);
    boolean published = section.flag("published").orElse(true);
    String note = section.text("note", Group.NOTE_MAX).orElse("");
    boolean readable = !limits.isEmpty() && problems.isEmpty();
    return readable
        ? Optional.of(new Group(name, limits, listed, counter, published, note))
        : Optional.empty();
  }

  /** What counts all that no group names: a limit, or a mapping with a limit. */
  Optional<Group> other(Section top) {
    YamlNode node = top.value(OTHER).orElse(null);
    if (node == null) {
      return Optional.empty();
    }
    Section section;
    if (node instanceof Fields fields) {
      section = Section.of(fields, OTHER_FIELDS, " group=" + OTHER, problems);
    } else {
      Text limit = new Text(node.place(), "limit", YamlNode.Style.PLAIN);
      Fields fields = new Fields(node.place(), List.of(new Field(limit, node)));
      section = Section.of(fields, OTHER_FIELDS, " group=" + OTHER, problems);
    }
    List<Limit> limits = limits(section, OTHER);
    boolean published = section.flag("published").orElse(false);
    return limits.isEmpty() || !problems.isEmpty()
        ? Optional.empty()
        : Optional.of(new Group(OTHER, limits, List.of(), CounterScope.SHARED, published, ""));
  }

  /** The endpoints of a list that could be read; each is claimed, so that none stands twice. */
  List<Endpoint> endpoints(Section section, String field, String where) {
    List<Endpoint> read = new ArrayList<>();
    for (Text text : section.texts(field, Policy.ENDPOINTS_MAX)) {
      try {
        Endpoint endpoint = EndpointText.parse(text.value());
        if (claim(endpoint, text.place(), where)) {
          read.add(endpoint);
        }
      } catch (IllegalArgumentException e) {
        problems.add(text.place(), Nearest.insert(String.valueOf(e.getMessage()), where));
      }
    }
    return read;
  }

  private boolean claim(Endpoint endpoint, Place place, String where) {
    if (endpoints.size() == Policy.ENDPOINTS_MAX) {
      problems.add(
          place,
          "policy must have at most " + Policy.ENDPOINTS_MAX + " endpoints: endpoint=" + endpoint);
      return false;
    }
    String text = endpoint.toString();
    Claim first = endpoints.putIfAbsent(Policy.shape(endpoint, pathCase), new Claim(text, place));
    if (first != null) {
      problems.add(
          place,
          first.text().equals(text)
              ? "endpoint stands twice: endpoint=" + text + where + " first=" + first.place()
              : "no path can tell two endpoints apart: endpoint="
                  + text
                  + where
                  + " first="
                  + first.place()
                  + " "
                  + first.text());
    }
    return first == null;
  }

  private List<Limit> limits(Section section, String group) {
    String where = " group=" + shown(group);
    if (!section.has("limit")) {
      problems.add(
          section.place(), "limit is missing, write it as in 'limit: 500 requests/hour':" + where);
      return List.of();
    }
    YamlNode node = section.value("limit").orElse(null);
    if (!(node instanceof Items)) {
      return node == null ? List.of() : limit(section, node, group).map(List::of).orElse(List.of());
    }
    List<Limit> limits = new ArrayList<>();
    List<YamlNode> entries = section.items("limit", Group.LIMITS_MAX);
    for (int i = 0; i < entries.size(); i++) {
      Optional<Limit> limit =
          i == 0 ? firstLimit(section, entries.get(0), group) : namedLimit(entries.get(i), where);
      limit.ifPresent(limits::add);
    }
    return limits;
  }

  private Optional<Limit> firstLimit(Section section, YamlNode entry, String group) {
    if (!(entry instanceof Fields fields)) {
      return limit(section, entry, group);
    }
    String where = " group=" + shown(group);
    Section first = Section.of(fields, LIMIT_FIELDS, where, problems);
    first
        .value("name")
        .ifPresent(
            name ->
                problems.add(
                    name.place(),
                    "the first limit bears its group's name, leave the field out: name="
                        + (name instanceof Text text ? shown(text.value()) : name.kind())
                        + where));
    return limitOf(first, group, where);
  }

  private Optional<Limit> namedLimit(YamlNode entry, String where) {
    if (!(entry instanceof Fields fields)) {
      if (!(entry instanceof Refused)) {
        String found = entry instanceof Text text ? shown(text.value()) : entry.kind();
        problems.add(
            entry.place(),
            "every limit but the first needs a name, write the fields name and limit: limit="
                + found
                + where);
      }
      return Optional.empty();
    }
    Section section = Section.of(fields, LIMIT_FIELDS, where, problems);
    if (!section.has("name")) {
      problems.add(
          section.place(), "name is missing, every limit but the first needs one:" + where);
    }
    Optional<String> name =
        section
            .value("name")
            .flatMap(node -> section.scalar(node, "name"))
            .filter(text -> claimLimitName(text, where))
            .map(Text::value);
    return limitOf(section, name.orElse("unnamed"), where).filter(limit -> name.isPresent());
  }

  private boolean isName(Text name, String label, String where) {
    boolean matches = Limit.NAME.matcher(name.value()).matches();
    if (!matches) {
      problems.add(
          name.place(),
          "name must be 1 to 64 of a-z 0-9 . _ - and start with a letter or digit: "
              + label
              + shown(name.value())
              + where);
    } else if (Section.isOtherThanText(name)) {
      problems.add(name.place(), "name must be a text, quote it: " + label + name.value() + where);
    }
    return matches && !Section.isOtherThanText(name);
  }

  private boolean claimLimitName(Text name, String where) {
    if (!isName(name, "name=", where)) {
      return false;
    }
    Claim first = limitNames.putIfAbsent(name.value(), new Claim(name.value(), name.place()));
    if (first != null) {
      problems.add(
          name.place(),
          "name must be unique among the groups and limits of the file: name="
              + name.value()
              + where
              + (name.value().equals(OTHER) ? "" : " first=" + first.place()));
    }
    return first == null;
  }

  private Optional<Limit> limitOf(Section section, String name, String where) {
    if (!section.has("limit")) {
      problems.add(
          section.place(), "limit is missing, write it as in 'limit: 500 requests/hour':" + where);
    }
    return section.value("limit").flatMap(node -> limit(section, node, name));
  }

  private Optional<Limit> limit(Section section, YamlNode node, String name) {
    Optional<Text> text = section.scalar(node, "limit");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      LimitText limit = LimitText.parse(text.get().value());
      return Limit.NAME.matcher(name).matches() ? Optional.of(limit.named(name)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      problems.add(
          text.get().place(), Nearest.insert(String.valueOf(e.getMessage()), section.where()));
      return Optional.empty();
    }
  }
}
