package io.tallygate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.limiter.header.HeaderFields.Ietf;
import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.OnFull;
import io.tallygate.limiter.policy.PathCase;
import io.tallygate.limiter.policy.Policy;
import io.tallygate.limiter.policy.WindowStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PolicyFileTest {

  @Test
  void parse_everyField_isRead() {
    Group files =
        new Group(
            "files",
            List.of(new Limit("files", 50_000, Duration.ofHours(1))),
            endpoints("GET /v1/files", "GET /v1/Files", "GET /v1/files/{id}"),
            CounterScope.EACH_ENDPOINT,
            true,
            "names are told apart by case");
    Group tools =
        new Group(
            "tools",
            List.of(
                new Limit("tools", 500, Duration.ofHours(1)),
                new Limit("tools-burst", 10, Duration.ofSeconds(1)),
                new Limit("tools-daily", 2_000, Duration.ofDays(1))),
            endpoints("POST /v1/tools/{tool}/*", "POST /v1/tools/run:now"),
            CounterScope.SHARED,
            false,
            "");
    Group other =
        new Group(
            "other",
            List.of(
                new Limit("other", 2_500, Duration.ofHours(1)),
                new Limit("other-burst", 100, Duration.ofSeconds(30))),
            List.of(),
            CounterScope.SHARED,
            true,
            "");
    Policy policy =
        new Policy(
            List.of(files, tools),
            other,
            endpoints("GET /", "GET /docs/*"),
            WindowStart.CLOCK,
            PathCase.EXACT,
            OnFull.ALLOW);
    Gate gate =
        new Gate(
            "ex_live_",
            Ietf.OFF,
            List.of("https://app.example.com", "http://localhost:3000", "http://[::1]:3000"),
            List.of("X-Forwarded-Uri"));

    assertThat(Fixtures.policy("good", "everything"))
        .isEqualTo(
            new PolicyFile(
                "Limits: what & how much",
                "https://example.com/support?from=limits",
                policy,
                gate,
                Map.of(
                    ErrorCode.RATE_LIMITED, "Slow down: the limit is reached.",
                    ErrorCode.COUNTERS_FULL, "No room to count.")));
  }

  @Test
  void parse_onlyOther_hasTheDefaults() {
    PolicyFile file = Fixtures.policy("good", "only-other");

    assertThat(file.title()).isEqualTo("Rate limits");
    assertThat(file.contact()).isEmpty();
    assertThat(file.gate()).isEqualTo(Gate.DEFAULT);
    assertThat(file.messages()).isEmpty();
    assertThat(file.message(ErrorCode.RATE_LIMITED)).isEqualTo(ErrorCode.RATE_LIMITED.message());
    assertThat(file.policy())
        .isEqualTo(
            new Policy(
                List.of(),
                new Group(
                    "other",
                    List.of(new Limit("other", 1_000, Duration.ofDays(1))),
                    List.of(),
                    CounterScope.SHARED,
                    false,
                    ""),
                List.of(),
                WindowStart.FIRST_CALL,
                PathCase.IGNORED,
                OnFull.DENY));
  }

  static Stream<String> goodNames() {
    return Fixtures.names("good", ".yaml").stream();
  }

  @ParameterizedTest
  @MethodSource("goodNames")
  void toYaml_goodFile_readsBackAsTheSame(String name) {
    PolicyFile file = Fixtures.policy("good", name);

    assertThat(PolicyFile.parse("again", file.toYaml())).isEqualTo(file);
  }

  @Test
  void parse_byteOrderMarkAndWindowsLines_areTolerated() {
    String text = "\uFEFFtitle: Rate limits\r\nother: 1/hour\r\n";

    assertThat(PolicyFile.parse("f", text)).isEqualTo(PolicyFile.parse("f", "other: 1/hour"));
  }

  @Test
  void parse_limitsAtTheirEnds_areRead() {
    assertThat(limit("1,000,000,000/366 days"))
        .isEqualTo(new Limit("other", 1_000_000_000, Duration.ofDays(366)));
    assertThat(limit("1/1s")).isEqualTo(new Limit("other", 1, Duration.ofSeconds(1)));
  }

  private static Limit limit(String text) {
    return PolicyFile.parse("f", "other: " + text).policy().other().limits().get(0);
  }

  @Test
  void parse_thousandGroups_areReadAndOneMoreIsRefused() {
    String groups = groups(1_000);

    assertThat(PolicyFile.parse("f", groups + "other: 1/hour").policy().groups()).hasSize(1_000);
    assertThatThrownBy(() -> PolicyFile.parse("f", groups(1_001) + "other: 1/hour"))
        .hasMessage("f:2:3: groups must have 1 to 1000 entries: entries=1001");
  }

  private static String groups(int count) {
    StringBuilder yaml = new StringBuilder("groups:\n");
    for (int i = 0; i < count; i++) {
      yaml.append("  g").append(i).append(":\n    limit: 1/hour\n    endpoints:\n");
      yaml.append("      - GET /").append(i).append('\n');
    }
    return yaml.toString();
  }

  @Test
  void parse_tenThousandEndpoints_areReadAndOneMoreIsRefused() {
    String open = "other: 1/hour\nopen:\n" + "  - GET /%s\n".repeat(10_000);
    Object[] numbers = Stream.iterate(0, i -> i + 1).limit(10_000).toArray();
    String most = String.format(open, numbers);
    String group = "groups:\n  a:\n    limit: 1/hour\n    endpoints:\n      - GET /a\n";

    assertThat(PolicyFile.parse("f", most).policy().open()).hasSize(10_000);
    assertThatThrownBy(() -> PolicyFile.parse("f", group + most))
        .hasMessage("f:10007:5: policy must have at most 10000 endpoints: endpoint=GET /9999");
  }

  @Test
  void read_mebibyte_isReadAndOneByteMoreIsRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("limits.yaml");
    String policy = "other: 1/hour\n#";
    Files.writeString(file, policy + "x".repeat((1 << 20) - policy.length()));
    assertThat(PolicyFile.read(file)).isEqualTo(PolicyFile.parse("f", policy));

    Files.writeString(file, policy + "x".repeat((1 << 20) - policy.length() + 1));
    assertThatThrownBy(() -> PolicyFile.read(file))
        .hasMessage(file + ": file must have at most 1048576 bytes: bytes=more");
    assertThatThrownBy(() -> PolicyFile.parse("f", "#".repeat((1 << 20) + 1)))
        .hasMessage("f:1:1: file must have at most 1048576 bytes: bytes=more");
  }

  @Test
  void read_fileThatIsNotThere_isRefused(@TempDir Path folder) {
    Path file = folder.resolve("limits.yaml");

    assertThatThrownBy(() -> PolicyFile.read(file))
        .isInstanceOf(PolicyException.class)
        .hasMessage(file + ": file is not there: file=" + file);
    assertThatThrownBy(() -> PolicyFile.read(folder))
        .isInstanceOf(PolicyException.class)
        .hasMessageStartingWith(folder + ": file cannot be read: ");
  }

  @Test
  void load_bundledNameOrFile_isFound(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("limits.yaml");
    Files.write(file, "other: 1/hour".getBytes(StandardCharsets.UTF_8));

    assertThat(PolicyFile.load("videogen")).isEqualTo(PolicyFile.bundled("videogen"));
    assertThat(PolicyFile.load(file.toString())).isEqualTo(PolicyFile.read(file));
    assertThatThrownBy(() -> PolicyFile.load("videgen"))
        .isInstanceOf(PolicyException.class)
        .hasMessage(
            "no such file, and no policy of this name comes with Tallygate: policy=videgen;"
                + " did you mean 'videogen'?");
    assertThatThrownBy(() -> PolicyFile.load("a\0b")).isInstanceOf(PolicyException.class);
    assertThatThrownBy(() -> PolicyFile.bundled("../videogen"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Endpoint> endpoints(String... texts) {
    return Stream.of(texts).map(Endpoint::parse).toList();
  }
}
