package io.tallygate.policy.draft;

import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.OnFull;
import io.tallygate.limiter.policy.PathCase;
import io.tallygate.limiter.policy.Policy;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.policy.Gate;
import io.tallygate.policy.PolicyFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes a first policy file, to be edited by its owner. */
public final class PolicyDraft {

  /** How long a description of an API may be, in bytes. */
  public static final int OPENAPI_BYTES_MAX = 16 << 20;

  private static final LimitOfDraft LIMIT = new LimitOfDraft(1_000, Duration.ofHours(1));
  private static final int LEFT_OUT_MAX = 100;

  private record LimitOfDraft(long count, Duration period) {
    Limit named(String name) {
      return new Limit(name, count, period);
    }
  }

  private PolicyDraft() {}

  /** A commented file that shows what a policy can say. */
  public static String blank() {
    try (InputStream in = PolicyFile.class.getResourceAsStream("first.yaml")) {
      if (in == null) {
        throw new IllegalStateException("resource must be in the jar: resource=first.yaml");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A file with the endpoints that an OpenAPI description (3.0 or 3.1, JSON or YAML) lists.
   *
   * <p>An operation's first tag names its group; where it has none, the first segment of its path
   * that is neither a parameter nor a version. The path of the first server stands before all
   * paths. Operations that need no security by their own word are open.
   *
   * @param source the description's file name, for the messages
   * @param text at most {@link #OPENAPI_BYTES_MAX} bytes
   * @throws io.tallygate.policy.PolicyException if the text is no such description
   */
  public static String fromOpenApi(String source, String text) {
    OpenApi api = OpenApi.read(source, text);
    List<Group> groups = new ArrayList<>();
    for (Map.Entry<String, List<Endpoint>> group : api.groups().entrySet()) {
      String name = group.getKey();
      groups.add(Group.of(name, List.of(LIMIT.named(name)), group.getValue()));
    }
    Policy policy =
        new Policy(
            groups,
            new Group(
                "other", List.of(LIMIT.named("other")), List.of(), CounterScope.SHARED, false, ""),
            api.open(),
            WindowStart.FIRST_CALL,
            PathCase.IGNORED,
            OnFull.DENY);
    PolicyFile file = new PolicyFile(api.title(), api.contact(), policy, Gate.DEFAULT, Map.of());
    return heading(source) + "\n" + file.toYaml() + leftOut(api.leftOut());
  }

  private static String heading(String source) {
    return """
        # Made from %s: one group per tag, or per first word of the path.
        #
        # Every limit here is a guess. Measure what your customers send, then set the numbers; put
        # endpoints into one group that shall share one counter per key. Then:
        #
        #   tallygate policy check FILE
        #
        # Every field is explained in docs/reference/policy-file.md.
        """
        .formatted(OpenApi.commented(source));
  }

  private static String leftOut(List<String> operations) {
    if (operations.isEmpty()) {
      return "";
    }
    StringBuilder comment =
        new StringBuilder(
            "\n# Left out, for a pattern cannot say it, or it counts in another place anyway:\n");
    operations.stream()
        .limit(LEFT_OUT_MAX)
        .forEach(operation -> comment.append("#   ").append(operation).append('\n'));
    if (operations.size() > LEFT_OUT_MAX) {
      comment.append("#   and more: ").append(operations.size() - LEFT_OUT_MAX).append('\n');
    }
    return comment.toString();
  }
}
