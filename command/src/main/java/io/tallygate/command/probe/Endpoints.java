package io.tallygate.command.probe;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Which paths of a policy can be asked for: those of GET without gaps. */
public final class Endpoints {

  private static final Pattern SEGMENT =
      Pattern.compile("(?:[A-Za-z0-9._~!$&'()+,=:@*-]|%[0-9A-Fa-f]{2})+");

  private Endpoints() {}

  /**
   * The paths of the policy's GET endpoints that need a key; each parameter and each {@code *} must
   * have a value, or the endpoint is left out.
   *
   * @param values by the parameter's name, {@code *} for the end of a pattern
   */
  public static List<String> of(Policy policy, Map<String, String> values) {
    List<String> paths = new ArrayList<>();
    for (Group group : policy.groups()) {
      for (Endpoint endpoint : group.endpoints()) {
        if (endpoint.method().equals("GET")) {
          filled(endpoint, values, paths);
        }
      }
    }
    return paths;
  }

  private static void filled(Endpoint endpoint, Map<String, String> values, List<String> into) {
    StringBuilder path = new StringBuilder();
    for (String segment : endpoint.segments()) {
      boolean gap = segment.equals("*") || Endpoint.isParam(segment);
      String name = segment.replaceAll("[{}]", "");
      if (gap && !values.containsKey(name)) {
        return;
      }
      path.append('/').append(gap ? values.get(name) : segment);
    }
    into.add(path.isEmpty() ? "/" : path.toString());
  }

  /**
   * A value as it stands in a path.
   *
   * @throws IllegalArgumentException if it is no segment
   */
  public static String requireSegment(String name, String value) {
    require(
        SEGMENT.matcher(value).matches() && !value.equals(".") && !value.equals(".."),
        "param must be one segment of a path, percent-encoded: param=%s",
        name);
    return value;
  }
}
