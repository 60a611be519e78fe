package io.tallygate.policy.openapi;

import io.tallygate.policy.PolicyException;
import io.tallygate.policy.yaml.Problems;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Walks through an OpenAPI file and adds what is missing, from the inside out. */
final class Additions {

  /** The extension that is ours, at each operation. */
  static final String EXTENSION = "x-tallygate";

  private static final Pattern VERSION = Pattern.compile("3\\.[01](\\.[0-9]+)?");
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");
  private static final String RESPONSES = "#/components/responses/";
  private static final int REMARKS_MAX = 100;

  private final String source;
  private final EditedText edited;
  private final Operations operations;
  private final Components components;
  private final Set<Node> done = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<String> remarks = new ArrayList<>();
  private Map<String, Node> sharedResponses = Map.of();

  Additions(String source, EditedText edited, Operations operations) {
    this.source = source;
    this.edited = edited;
    this.operations = operations;
    this.components = new Components(operations.ietf(), operations.algorithms());
  }

  List<String> remarks() {
    return remarks;
  }

  void make() {
    Map<String, Node> root = fields(edited.root());
    String version = root.get("openapi") instanceof ScalarNode text ? text.getValue() : "";
    if (!VERSION.matcher(version).matches()) {
      throw refused("description must be OpenAPI 3.0 or 3.1: openapi=" + Problems.shown(version));
    }
    MappingNode paths = required(root.get("paths"), "paths");
    Node shared = root.get("components");
    if (shared != null) {
      Node responses = fields(required(shared, "components")).get("responses");
      sharedResponses = responses == null ? Map.of() : fields(required(responses, "responses"));
    }
    fields(paths)
        .forEach(
            (path, item) -> {
              if (path.startsWith("/")) {
                item(path, item);
              }
            });
    shared(shared);
  }

  private void item(String path, Node item) {
    Map<String, Node> fields = fields(item);
    if (fields.containsKey("$ref")) {
      remark(path + " is described in another place");
    }
    fields.forEach(
        (name, operation) -> {
          if (METHODS.contains(name) && operation instanceof MappingNode mapping) {
            boolean moved =
                fields.containsKey("servers") || fields(operation).containsKey("servers");
            operation(name, path, moved ? null : mapping);
          }
        });
  }

  private void operation(String method, String path, @Nullable MappingNode operation) {
    String shown = method.toUpperCase(Locale.ROOT) + " " + path;
    if (operation == null) {
      remark(shown + " has servers of its own");
      return;
    }
    Optional<Map<String, Object>> limits = operations.limits(method, path);
    if (limits.isEmpty()) {
      remark(shown + " has a path that a gateway refuses");
      return;
    }
    if (!done.add(operation)) {
      return;
    }
    Map<String, Node> fields = fields(operation);
    responses(shown, operation, fields.get("responses"));
    Node extension = fields.get(EXTENSION);
    if (extension == null) {
      edited.add(operation, EXTENSION, limits.get());
    } else if (!value(extension).equals(limits.get())) {
      edited.replace(extension, limits.get());
    }
  }

  private void responses(String shown, MappingNode operation, @Nullable Node responses) {
    Map<String, Object> reference = Map.of("$ref", RESPONSES + Components.RATE_LIMITED);
    if (responses == null) {
      edited.add(operation, "responses", Map.of("429", reference));
      return;
    }
    if (!(responses instanceof MappingNode mapping)) {
      remark(shown + " has no mapping of responses");
      return;
    }
    Map<String, Node> fields = fields(mapping);
    fields.forEach(
        (status, response) -> {
          if (!status.startsWith("x-")) {
            response(shown + " " + status, response, components.names(status));
          }
        });
    if (!fields.containsKey("429")) {
      edited.add(mapping, "429", reference);
    }
  }

  /** Adds the header fields that a response does not have; one that is shared is changed once. */
  private void response(String shown, Node response, List<String> names) {
    Map<String, Node> fields = fields(response);
    if (fields.get("$ref") instanceof ScalarNode reference) {
      String target = reference.getValue();
      Node shared =
          target.startsWith(RESPONSES)
              ? sharedResponses.get(target.substring(RESPONSES.length()))
              : null;
      if (shared != null) {
        inlineResponse(shown, shared, names);
      } else if (!target.equals(RESPONSES + Components.RATE_LIMITED)) {
        remark(shown + " is described in another place");
      }
      return;
    }
    inlineResponse(shown, response, names);
  }

  private void inlineResponse(String shown, Node response, List<String> names) {
    if (!(response instanceof MappingNode mapping) || fields(response).containsKey("$ref")) {
      remark(shown + " is described in another place");
      return;
    }
    if (!done.add(response)) {
      return;
    }
    Node headers = fields(response).get("headers");
    if (headers == null) {
      edited.add(mapping, "headers", Components.references(names));
    } else if (headers instanceof MappingNode known) {
      Set<String> present = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
      present.addAll(fields(known).keySet());
      names.stream()
          .filter(name -> !present.contains(name))
          .forEach(name -> edited.add(known, name, Components.reference(name)));
    } else {
      remark(shown + " has no mapping of headers");
    }
  }

  /** The components: those that are there first, for they stand inside of what is added. */
  private void shared(@Nullable Node shared) {
    Map<String, Map<String, Object>> wanted = new LinkedHashMap<>();
    wanted.put("headers", components.headers());
    wanted.put("responses", components.responses());
    if (shared == null) {
      edited.add((MappingNode) edited.root(), "components", wanted);
      return;
    }
    MappingNode mapping = required(shared, "components");
    Map<String, Node> fields = fields(mapping);
    wanted.forEach(
        (kind, entries) -> {
          if (fields.containsKey(kind)) {
            MappingNode known = required(fields.get(kind), kind);
            Set<String> present = fields(known).keySet();
            entries.forEach(
                (name, value) -> {
                  if (!present.contains(name)) {
                    edited.add(known, name, value);
                  }
                });
          }
        });
    wanted.forEach(
        (kind, entries) -> {
          if (!fields.containsKey(kind)) {
            edited.add(mapping, kind, entries);
          }
        });
  }

  private void remark(String what) {
    if (remarks.size() < REMARKS_MAX) {
      remarks.add(source + ": left alone: " + Problems.shown(what));
    }
  }

  private PolicyException refused(String rule) {
    return new PolicyException(List.of(source + ": " + rule));
  }

  private MappingNode required(@Nullable Node node, String name) {
    if (node instanceof MappingNode mapping) {
      return mapping;
    }
    throw refused(name + " must be a mapping: " + name + "=" + (node == null ? "" : "other"));
  }

  private static Map<String, Node> fields(Node node) {
    Map<String, Node> fields = new LinkedHashMap<>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple field : mapping.getValue()) {
        if (field.getKeyNode() instanceof ScalarNode name) {
          fields.put(name.getValue(), field.getValueNode());
        }
      }
    }
    return fields;
  }

  /** What stands in the file, as it was given to be written. */
  private static Object value(Node node) {
    if (node instanceof MappingNode) {
      Map<String, Object> map = new LinkedHashMap<>();
      fields(node).forEach((name, field) -> map.put(name, value(field)));
      return map;
    }
    if (node instanceof SequenceNode list) {
      return list.getValue().stream().map(Additions::value).toList();
    }
    String text = ((ScalarNode) node).getValue();
    return text.equals("true") ? (Object) true : text;
  }
}
