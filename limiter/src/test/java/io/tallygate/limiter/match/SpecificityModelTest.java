package io.tallygate.limiter.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.PathCase;
import io.tallygate.limiter.policy.Policy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Random policies against a model that looks at every pattern and sorts those that fit. */
final class SpecificityModelTest {

  private static final String[] SEGMENTS = {"a", "b", "c", "{x}", "{x}"};
  private static final String[] WORDS = {"a", "B", "c", "d"};

  @Test
  void match_randomPolicies_agreesWithTheModel() {
    long seed = Long.getLong("seed", 1);
    Random random = new Random(seed);
    int found = 0;
    for (int round = 0; round < 300; round++) {
      Policy policy = randomPolicy(random);
      EndpointMatcher matcher = EndpointMatcher.of(policy);
      for (int i = 0; i < 100; i++) {
        List<String> segments = randomPath(random);
        String path = "/" + String.join("/", segments) + (random.nextInt(4) == 0 ? "/" : "");
        Optional<Endpoint> expected = model(policy, segments);
        Match match = matcher.match("GET", path.replace("//", "/"));
        Optional<Endpoint> actual =
            match instanceof Match.Named named ? Optional.of(named.endpoint()) : Optional.empty();
        assertThat(actual).as("seed=%s path=%s policy=%s", seed, path, policy).isEqualTo(expected);
        found += actual.isPresent() ? 1 : 0;
      }
    }
    assertThat(found).as("seed=%s", seed).isBetween(5_000, 29_000);
  }

  private static Policy randomPolicy(Random random) {
    TreeSet<String> patterns = new TreeSet<>();
    for (int i = 0; i < 12; i++) {
      StringBuilder pattern = new StringBuilder();
      for (int depth = random.nextInt(5); depth > 0; depth--) {
        pattern.append('/').append(SEGMENTS[random.nextInt(SEGMENTS.length)]);
      }
      boolean open = random.nextInt(4) == 0;
      patterns.add("g GET " + (open ? pattern + "/*" : pattern.isEmpty() ? "/" : pattern));
    }
    return VideoGenShape.policy(
        String.join("\n", patterns), CounterScope.EACH_ENDPOINT, PathCase.IGNORED);
  }

  private static List<String> randomPath(Random random) {
    List<String> segments = new ArrayList<>();
    for (int depth = random.nextInt(6); depth > 0; depth--) {
      segments.add(WORDS[random.nextInt(WORDS.length)]);
    }
    return segments;
  }

  private static Optional<Endpoint> model(Policy policy, List<String> path) {
    return policy.groups().stream()
        .flatMap(group -> group.endpoints().stream())
        .filter(endpoint -> fits(endpoint.segments(), path))
        .min(Comparator.comparing(endpoint -> ranks(endpoint.segments())));
  }

  private static boolean fits(List<String> pattern, List<String> path) {
    boolean rest = !pattern.isEmpty() && pattern.get(pattern.size() - 1).equals("*");
    int fixed = rest ? pattern.size() - 1 : pattern.size();
    if (rest ? path.size() <= fixed : path.size() != fixed) {
      return false;
    }
    for (int i = 0; i < fixed; i++) {
      if (!Endpoint.isParam(pattern.get(i)) && !pattern.get(i).equalsIgnoreCase(path.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** A text that sorts as specificity does. */
  private static String ranks(List<String> pattern) {
    StringBuilder ranks = new StringBuilder();
    for (String segment : pattern) {
      ranks.append(segment.equals("*") ? '3' : Endpoint.isParam(segment) ? '2' : '1');
    }
    return ranks.toString();
  }
}
