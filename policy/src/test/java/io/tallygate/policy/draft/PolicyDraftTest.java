package io.tallygate.policy.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.policy.PolicyException;
import io.tallygate.policy.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyDraftTest {

  private static final Path RESOURCES = Path.of("src", "test", "resources");
  private static final long SEED = 20_261_124;

  @Test
  void blank_firstFile_isAPolicyThatExplainsItself() {
    PolicyFile file = PolicyFile.parse("first.yaml", PolicyDraft.blank());

    assertThat(file.policy().groups()).hasSize(2);
    assertThat(file.policy().open()).hasSize(1);
    assertThat(PolicyDraft.blank().lines().filter(line -> line.contains("#")).count())
        .isGreaterThan(15);
  }

  @Test
  void fromOpenApi_tagsAndServer_makeGroupsBelowTheServersPath() throws IOException {
    assertDraft("tags.yaml");
  }

  @Test
  void fromOpenApi_jsonWithoutTags_makesGroupsByTheFirstWord() throws IOException {
    assertDraft("paths.json");
  }

  private static void assertDraft(String name) throws IOException {
    String draft = PolicyDraft.fromOpenApi(name, text("openapi/" + name));

    assertThat(draft).isEqualTo(text("golden/draft-" + name + ".yaml"));
    assertThat(PolicyFile.parse(name, draft).policy().groups()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '{"swagger": "2.0"}'    | 1:1: description must be OpenAPI 3.0 or 3.1: swagger=2.0
          '{"openapi": "3.2.0"}'  | 1:1: description must be OpenAPI 3.0 or 3.1: openapi=3.2.0
          '[]'                    | 1:1: description must be OpenAPI 3.0 or 3.1: openapi=
          '{"openapi": "3.0.0"}'  | 1:1: description must list paths: paths=
          'paths: *x'             | 1:8: aliases are not allowed, write the value out:
          '{"openapi": '          | 1:13: [ ] or { } must be closed, with commas between entries:
          """)
  void fromOpenApi_otherText_isRefused(String text, String message) {
    assertThatThrownBy(() -> PolicyDraft.fromOpenApi("f", text))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("f:" + message);
  }

  @Test
  void fromOpenApi_moreEndpointsThanAPolicyHolds_isRefused() {
    StringBuilder text = new StringBuilder("openapi: 3.0.0\npaths:\n");
    for (int i = 0; i <= 10_000; i++) {
      text.append("  /a/").append(i).append(": {get: {}}\n");
    }

    assertThatThrownBy(() -> PolicyDraft.fromOpenApi("f", text.toString()))
        .hasMessage(
            "f:3:3: a policy must have at most 1000 groups and 10000 endpoints:"
                + " groups=1 endpoints=10001");
  }

  @Test
  void fromOpenApi_anyMutation_isRefusedOrMakesAPolicy() throws IOException {
    String text = text("openapi/tags.yaml");
    Random random = new Random(SEED);
    int made = 0;
    for (int i = 0; i < 1_000; i++) {
      StringBuilder mutated = new StringBuilder(text);
      int at = random.nextInt(text.length());
      mutated.replace(at, at + random.nextInt(3), Character.toString(random.nextInt(0x250)));
      try {
        PolicyFile.parse("seed=" + SEED, PolicyDraft.fromOpenApi("f", mutated.toString()));
        made++;
      } catch (PolicyException e) {
        assertThat(e.getMessage()).as(mutated.toString()).doesNotContain("seed=");
      }
    }
    assertThat(made).isPositive();
  }

  private static String text(String name) throws IOException {
    return Files.readString(RESOURCES.resolve(name));
  }
}
