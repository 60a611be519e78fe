package io.tallygate.policy.openapi;

import io.tallygate.limiter.header.HeaderFields.Ietf;
import io.tallygate.limiter.match.EndpointMatcher;
import io.tallygate.limiter.match.Match;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.policy.Gate;
import io.tallygate.policy.LimitText;
import io.tallygate.policy.PolicyFile;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the group of an operation, as the gateway would for a request to it. */
final class Operations {

  private final PolicyFile policy;
  private final String basePath;
  private final EndpointMatcher matcher;
  private final String sample;

  Operations(PolicyFile policy, String basePath) {
    this.policy = policy;
    this.basePath = basePath;
    this.matcher = EndpointMatcher.of(policy.policy());
    this.sample = sample(policy);
  }

  /** A value for parameters that no pattern writes as a word. */
  private static String sample(PolicyFile policy) {
    Set<String> words =
        policy.policy().groups().stream()
            .flatMap(group -> group.endpoints().stream())
            .map(Endpoint::segments)
            .flatMap(List::stream)
            .map(segment -> segment.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    policy.policy().open().forEach(endpoint -> words.addAll(endpoint.segments()));
    String sample = "x";
    while (words.contains(sample)) {
      sample += "x";
    }
    return sample;
  }

  Ietf ietf() {
    return policy.gate().ietf();
  }

  /** Those of all limits that a response can show. */
  Set<Algorithm> algorithms() {
    return policy.policy().all().stream()
        .flatMap(group -> group.limits().stream())
        .map(Limit::algorithm)
        .collect(Collectors.toSet());
  }

  /**
   * What the extension of an operation says; empty if the gateway would refuse its path.
   *
   * @param path as the description writes it, {@code /files/{id}}
   */
  Optional<Map<String, Object>> limits(String method, String path) {
    String concrete = (basePath + path).replaceAll("\\{[^{}/]*\\}", sample);
    String bytes =
        new String(concrete.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    Match match = matcher.match(method.toUpperCase(Locale.ROOT), bytes);
    if (match instanceof Match.Ambiguous) {
      return Optional.empty();
    }
    Map<String, Object> said = new LinkedHashMap<>();
    if (match instanceof Match.Open) {
      said.put("open", true);
      said.put("limits", List.of(LimitText.of(Gate.OPEN).toString()));
      return Optional.of(said);
    }
    Group group = match instanceof Match.Named named ? named.group() : policy.policy().other();
    said.put("group", group.name());
    if (group.published()) { // the numbers of others are nobody's business, as on the page
      said.put(
          "limits", group.limits().stream().map(limit -> LimitText.of(limit).toString()).toList());
      if (group.counter() == CounterScope.EACH_ENDPOINT) {
        said.put("counter", "each-endpoint");
      }
    }
    return Optional.of(said);
  }
}
