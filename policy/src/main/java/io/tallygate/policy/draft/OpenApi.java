package io.tallygate.policy.draft;

import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.PathCase;
import io.tallygate.limiter.policy.Policy;
import io.tallygate.policy.EndpointText;
import io.tallygate.policy.PolicyException;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.openapi.ServerPath;
import io.tallygate.policy.yaml.Place;
import io.tallygate.policy.yaml.Problems;
import io.tallygate.policy.yaml.YamlNode;
import io.tallygate.policy.yaml.YamlNode.Field;
import io.tallygate.policy.yaml.YamlNode.Fields;
import io.tallygate.policy.yaml.YamlNode.Items;
import io.tallygate.policy.yaml.YamlNode.Text;
import io.tallygate.policy.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The endpoints of an OpenAPI description, in groups. */
final class OpenApi {

  private static final int DEPTH_MAX = 200;
  private static final Pattern VERSION = Pattern.compile("3\\.[01](\\.[0-9]+)?");
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  private static final Set<String> COUNTED_ELSEWHERE = Set.of("head", "options", "trace");

  /** Words that stand before what a path is about. */
  private static final Pattern PREAMBLE = Pattern.compile("api|rest|v[0-9]+([._-][0-9]+)*");

  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)\\}");

  private final Problems problems;
  private final Map<String, List<Endpoint>> groups = new LinkedHashMap<>();
  private final List<Endpoint> open = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private final Set<String> shapes = new HashSet<>();
  private String title = "Rate limits";
  private String contact = "";
  private String basePath = "";

  private OpenApi(Problems problems) {
    this.problems = problems;
  }

  static OpenApi read(String source, String text) {
    Problems problems = new Problems(source);
    OpenApi api = new OpenApi(problems);
    // JSON may be indented with tabs, which YAML forbids; inside its texts they are escaped.
    boolean json = text.stripLeading().startsWith("{");
    YamlReader.read(json ? text.replace('\t', ' ') : text, problems, DEPTH_MAX)
        .ifPresent(api::description);
    if (!problems.isEmpty()) {
      throw new PolicyException(problems.lines());
    }
    return api;
  }

  String title() {
    return title;
  }

  String contact() {
    return contact;
  }

  Map<String, List<Endpoint>> groups() {
    return groups;
  }

  List<Endpoint> open() {
    return open;
  }

  /** What no pattern can say, as a comment can hold it. */
  List<String> leftOut() {
    return leftOut;
  }

  private void description(YamlNode root) {
    String version = text(root, "openapi").orElse("");
    if (!VERSION.matcher(version).matches()) {
      String found = text(root, "swagger").map(v -> "swagger=" + v).orElse("openapi=" + version);
      problems.add(
          root.place(), "description must be OpenAPI 3.0 or 3.1: " + Problems.shown(found));
      return;
    }
    Optional<YamlNode> info = child(root, "info");
    title =
        info.flatMap(i -> text(i, "title"))
            .map(OpenApi::commented)
            .filter(t -> !t.isBlank())
            .map(t -> t + " rate limits")
            .orElse(title);
    contact =
        info.flatMap(i -> child(i, "contact"))
            .flatMap(c -> text(c, "email").or(() -> text(c, "url")))
            .map(OpenApi::commented)
            .filter(c -> !c.isBlank() && c.length() <= PolicyFile.TEXT_MAX)
            .orElse("");
    basePath = ServerPath.of(root);
    Optional<YamlNode> paths = child(root, "paths");
    if (paths.isEmpty() || !(paths.get() instanceof Fields fields)) {
      problems.add(root.place(), "description must list paths: paths=");
      return;
    }
    fields.fields().forEach(this::path);
    checkSize(fields.place());
  }

  private void checkSize(Place place) {
    int endpoints = shapes.size();
    if (groups.size() > Policy.GROUPS_MAX || endpoints > Policy.ENDPOINTS_MAX) {
      problems.add(
          place,
          "a policy must have at most "
              + Policy.GROUPS_MAX
              + " groups and "
              + Policy.ENDPOINTS_MAX
              + " endpoints: groups="
              + groups.size()
              + " endpoints="
              + endpoints);
    }
  }

  private void path(Field field) {
    String path = field.name().value();
    if (!path.startsWith("/")) {
      return; // an extension, x-...
    }
    if (!(field.value() instanceof Fields operations)) {
      return;
    }
    for (Field operation : operations.fields()) {
      String method = operation.name().value();
      if (METHODS.contains(method)) {
        operation(method.toUpperCase(Locale.ROOT), path, operation.value());
      } else if (method.equals("$ref")) {
        leftOut.add(commented(basePath + path + " is described in another place"));
      } else if (COUNTED_ELSEWHERE.contains(method) && !method.equals("head")) {
        leftOut.add(commented(method.toUpperCase(Locale.ROOT) + " " + basePath + path));
      }
    }
  }

  private void operation(String method, String path, YamlNode operation) {
    Endpoint endpoint;
    try {
      endpoint = EndpointText.parse(method + " " + pattern(basePath + path));
    } catch (IllegalArgumentException e) {
      leftOut.add(commented(method + " " + basePath + path));
      return;
    }
    if (!shapes.add(Policy.shape(endpoint, PathCase.IGNORED))) {
      leftOut.add(commented(endpoint + " is the same to a path as one above"));
    } else if (child(operation, "security")
        .filter(s -> s instanceof Items items && items.items().isEmpty())
        .isPresent()) {
      open.add(endpoint);
    } else {
      String group = tag(operation).orElseGet(() -> firstWord(path));
      groups.computeIfAbsent(group, name -> new ArrayList<>()).add(endpoint);
    }
  }

  /** Names of parameters may have more characters in OpenAPI than in a pattern. */
  private static String pattern(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.substring(1).split("/", -1)) {
      boolean parameter = VARIABLE.matcher(segment).matches() && !Endpoint.isParam(segment);
      segments.add(parameter ? "{id}" : segment);
    }
    return "/" + String.join("/", segments);
  }

  private static Optional<String> tag(YamlNode operation) {
    return child(operation, "tags")
        .filter(tags -> tags instanceof Items items && !items.items().isEmpty())
        .map(tags -> ((Items) tags).items().get(0))
        .flatMap(
            tag -> tag instanceof Text text ? Optional.of(name(text.value())) : Optional.empty());
  }

  private static String firstWord(String path) {
    for (String segment : path.substring(1).split("/", -1)) {
      String word = segment.toLowerCase(Locale.ROOT);
      if (!word.isEmpty() && word.indexOf('{') < 0 && !PREAMBLE.matcher(word).matches()) {
        return name(word);
      }
    }
    return "root";
  }

  /** A name that a group may have; two tags that differ in signs only share it. */
  private static String name(String text) {
    String name =
        text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    name = name.substring(0, Math.min(name.length(), 64)).replaceAll("-$", "");
    return name.isEmpty() ? "root" : name.equals("other") ? "other-endpoints" : name;
  }

  private static Optional<YamlNode> child(YamlNode node, String name) {
    if (!(node instanceof Fields fields)) {
      return Optional.empty();
    }
    return fields.fields().stream()
        .filter(field -> field.name().value().equals(name))
        .map(Field::value)
        .findFirst();
  }

  private static Optional<String> text(YamlNode node, String name) {
    return child(node, name)
        .flatMap(
            value -> value instanceof Text text ? Optional.of(text.value()) : Optional.empty());
  }

  /** One line of bounded length, whatever the description says. */
  static String commented(String text) {
    return Problems.shown(text.strip());
  }
}
