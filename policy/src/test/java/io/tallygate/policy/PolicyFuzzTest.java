package io.tallygate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for any policy, and for any text; each run tells its seed. */
final class PolicyFuzzTest {

  private static final long SEED = 20_261_124;
  private static final int POLICIES = 1_000;
  private static final int MUTATIONS = 10_000;
  private static final int MUTATIONS_FOR_SCHEMA = 500; // whose validator takes ten times as long
  private static final Duration CPU_TIME_MAX = Duration.ofSeconds(MUTATIONS / 1_000);

  /** What a slip of the hand puts into a file, and what means something in YAML. */
  private static final List<String> PIECES =
      List.of(
          ":",
          ": ",
          "-",
          "- ",
          "#",
          "\"",
          "'",
          "{",
          "}",
          "[",
          "]",
          ",",
          "*",
          "&a ",
          "*a",
          "!!",
          "|\n",
          ">\n",
          "?",
          "? ",
          "%",
          "@",
          "`",
          "\n",
          "\r",
          "\t",
          " ",
          "  ",
          "\0",
          "\ufeff",
          "\u2028",
          "\ud834",
          "---\n",
          "...\n",
          "<<: ",
          "other",
          "limit: ",
          "endpoints:\n",
          "null",
          "/",
          "//",
          "GET ",
          "{id}",
          "0",
          "9999999999",
          "\\",
          "\\u0000",
          "requests",
          "hour",
          "name: ");

  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(PolicyFile.schema());

  @Test
  void toYaml_anyPolicy_readsBackAsTheSameAndPleasesTheSchema() {
    RandomPolicies policies = new RandomPolicies(SEED);
    for (int i = 0; i < POLICIES; i++) {
      PolicyFile file = policies.next();
      String yaml = file.toYaml();

      assertThat(PolicyFile.parse("again", yaml))
          .as("seed=%s i=%s %s", SEED, i, yaml)
          .isEqualTo(file);
      assertThat(PolicySchemaTest.errors(schema, yaml))
          .as("seed=%s i=%s %s", SEED, i, yaml)
          .isEmpty();
    }
  }

  @Test
  void parse_anyMutation_isReadOrRefusedInTime() {
    String text = PolicyFile.bundledText("videogen");
    Random random = new Random(SEED);
    Duration before = cpuTime();
    int read = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      read += isRead(mutated(text, random)) ? 1 : 0;
    }

    assertThat(cpuTime().minus(before)).isLessThan(CPU_TIME_MAX);
    assertThat(read).isBetween(MUTATIONS / 100, MUTATIONS / 2); // else the mutations test nothing
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\tx\n",
        "- *a\n",
        "a: &a b\n",
        "? - x\n",
        "[",
        "{",
        "- ",
        "'",
        "\"",
        "x: *a\n",
        "!a ",
        "? ",
        ": ",
        "a: b\n",
        "- a: b\n",
        "a,",
        "[a,",
        "other: 1/hour\n",
        "  x\n",
        "#\n",
        "|\n",
        "&a [",
      })
  void parse_mebibyteOfMistakes_isRefusedInTime(String piece) {
    Duration before = cpuTime();

    assertThat(isRead(piece.repeat(PolicyFile.BYTES_MAX / piece.length()))).isFalse();
    assertThat(isRead("x: [" + piece.repeat(PolicyFile.BYTES_MAX / piece.length() - 4))).isFalse();
    assertThat(cpuTime().minus(before)).isLessThan(CPU_TIME_MAX);
  }

  @Test
  void parse_mutationThatIsRead_pleasesTheSchemaAndReadsBack() {
    String text = PolicyFile.bundledText("videogen");
    Random random = new Random(SEED);
    int read = 0;
    for (int i = 0; i < MUTATIONS_FOR_SCHEMA; i++) {
      String mutated = mutated(text, random);
      if (isRead(mutated)) {
        read++;
        PolicyFile file = PolicyFile.parse("f", mutated);
        assertThat(PolicySchemaTest.errors(schema, mutated)).as(mutated).isEmpty();
        assertThat(PolicyFile.parse("again", file.toYaml())).as(mutated).isEqualTo(file);
      }
    }
    assertThat(read).isPositive();
  }

  /** Of this process: what else the machine does shall not fail the test. */
  private static Duration cpuTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  /** Lets everything through but the one exception that a text may cause. */
  private static boolean isRead(String text) {
    try {
      PolicyFile.parse("mutated.yaml", text);
      return true;
    } catch (PolicyException e) {
      assertThat(e.problems()).isNotEmpty().hasSizeLessThanOrEqualTo(21);
      return false;
    }
  }

  private static String mutated(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(mutated.length());
      int to = Math.min(mutated.length(), at + 1 + random.nextInt(20));
      switch (random.nextInt(4)) {
        case 0 -> mutated.delete(at, to);
        case 1 -> mutated.insert(at, mutated.substring(at, to));
        case 2 -> mutated.setCharAt(at, (char) random.nextInt(0x180));
        default -> mutated.insert(at, PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return mutated.toString();
  }
}
