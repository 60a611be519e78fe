package io.tallygate.policy;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema that editors use says the same as the parser, as far as a schema can. */
final class PolicySchemaTest {

  /** Mistakes that are gone when the text has become a tree of values, which is all it is shown. */
  private static final String LOST_IN_THE_TREE = "the tree does not show it";

  /** Mistakes that lie in how two places of the file go together. */
  private static final String TWO_PLACES = "a schema sees one place at a time";

  private static final String NUMBER_IN_TEXT = "a pattern can bound digits, not numbers";

  private static final Map<String, String> SEEN_BY_THE_PARSER_ONLY =
      Map.ofEntries(
          entry("anchor", LOST_IN_THE_TREE),
          entry("group-name-number", LOST_IN_THE_TREE),
          entry("carriage-return", LOST_IN_THE_TREE),
          entry("alias", LOST_IN_THE_TREE),
          entry("tag", LOST_IN_THE_TREE),
          entry("yaml-directive", LOST_IN_THE_TREE),
          entry("endpoint-twice-by-case", TWO_PLACES),
          entry("endpoint-twice-in-groups", TWO_PLACES),
          entry("endpoint-twice-in-open", TWO_PLACES),
          entry("limit-name-of-group", TWO_PLACES),
          entry("limit-name-twice", TWO_PLACES),
          entry("limit-too-many", NUMBER_IN_TEXT),
          entry("limit-period-too-long", NUMBER_IN_TEXT),
          entry("limit-burst-too-many", NUMBER_IN_TEXT),
          entry("limit-smooth-too-many", NUMBER_IN_TEXT),
          entry("limit-sliding-too-many", NUMBER_IN_TEXT),
          entry("limit-in-flight-too-many", NUMBER_IN_TEXT),
          entry("endpoint-method-misspelt", "PSOT could be a method of somebody's own"));

  /** Mistakes after which there is no tree: an editor shows them without a schema. */
  private static final List<String> NOT_YAML =
      List.of(
          "alias-bomb",
          "at-sign",
          "bad-escape",
          "braces-in-flow-list",
          "colon-in-text",
          "complex-key",
          "control-character",
          "duplicate-field",
          "duplicate-group",
          "missing-colon",
          "own-tag",
          "star-unquoted",
          "tab-between",
          "tab-indentation",
          "two-documents",
          "unclosed-list",
          "unclosed-quote",
          "wrong-indentation");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(PolicyFile.schema());

  static List<String> goodNames() {
    return Fixtures.names("good", ".yaml");
  }

  @ParameterizedTest
  @MethodSource("goodNames")
  void schema_goodFile_isValid(String name) {
    assertThat(errors(Fixtures.text("good/" + name + ".yaml"))).isEmpty();
  }

  @Test
  void schema_bundledPolicy_isValid() {
    assertThat(errors(PolicyFile.bundledText("videogen"))).isEmpty();
  }

  @Test
  void schema_badFiles_areRefusedButForThoseListed() {
    Map<String, String> accepted = new HashMap<>();
    List<String> unreadable = new ArrayList<>();
    for (String name : Fixtures.names("bad", ".yaml")) {
      try {
        if (errors(Fixtures.text("bad/" + name + ".yaml")).isEmpty()) {
          accepted.put(name, SEEN_BY_THE_PARSER_ONLY.getOrDefault(name, "not listed"));
        }
      } catch (YamlEngineException e) {
        unreadable.add(name);
      }
    }

    assertThat(unreadable).containsExactlyElementsOf(NOT_YAML);
    assertThat(accepted).isEqualTo(SEEN_BY_THE_PARSER_ONLY);
  }

  @Test
  void schema_fields_areThoseOfTheParser() {
    JsonNode read = JSON.readTree(PolicyFile.schema());

    assertThat(read.at("/properties").propertyNames())
        .containsExactlyInAnyOrderElementsOf(PolicyReader.FIELDS);
    assertThat(read.at("/$defs/group/properties").propertyNames())
        .containsExactlyInAnyOrderElementsOf(GroupReader.FIELDS);
    assertThat(read.at("/properties/errors/propertyNames/enum").valueStream())
        .extracting(JsonNode::stringValue)
        .containsExactlyElementsOf(PolicyReader.ERROR_CODES);
  }

  private List<Error> errors(String yaml) {
    return errors(schema, yaml);
  }

  static List<Error> errors(Schema schema, String yaml) {
    Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return schema.validate(JSON.valueToTree(tree));
  }
}
