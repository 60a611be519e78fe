package io.tallygate.policy.openapi;

import io.tallygate.policy.yaml.YamlNode;
import io.tallygate.policy.yaml.YamlNode.Field;
import io.tallygate.policy.yaml.YamlNode.Fields;
import io.tallygate.policy.yaml.YamlNode.Items;
import io.tallygate.policy.yaml.YamlNode.Text;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The path that stands before all paths of an OpenAPI description: that of its first server. */
public final class ServerPath {

  private static final Pattern SERVER =
      Pattern.compile("(?:[A-Za-z][A-Za-z0-9+.-]*://[^/]*)?(/.*)?");
  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)\\}");

  private ServerPath() {}

  /**
   * The path, without a slash at its end; empty if the description names no server.
   *
   * @param description the whole description; its variables have their defaults
   */
  public static String of(YamlNode description) {
    Optional<YamlNode> servers = child(description, "servers");
    if (servers.isEmpty() || !(servers.get() instanceof Items items) || items.items().isEmpty()) {
      return "";
    }
    YamlNode first = items.items().get(0);
    String url = text(first, "url").orElse("");
    Optional<YamlNode> variables = child(first, "variables");
    String plain =
        VARIABLE
            .matcher(url)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        variables
                            .flatMap(v -> child(v, found.group(1)))
                            .flatMap(v -> text(v, "default"))
                            .orElse(found.group())));
    Matcher server = SERVER.matcher(plain);
    return server.matches() && server.group(1) != null ? server.group(1).replaceAll("/+$", "") : "";
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
}
