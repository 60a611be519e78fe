package io.tallygate.policy.openapi;

import io.tallygate.limiter.header.HeaderFields;
import io.tallygate.limiter.header.HeaderFields.Ietf;
import io.tallygate.limiter.policy.Algorithm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the operations refer to: the header fields, and the response over a limit. */
final class Components {

  static final String RATE_LIMITED = "RateLimited";

  private static final List<String> ALWAYS =
      List.of(HeaderFields.LIMIT, HeaderFields.REMAINING, HeaderFields.RESET);

  private final List<String> refused = new ArrayList<>(ALWAYS);
  private final Map<String, Object> headers = new LinkedHashMap<>();

  /**
   * With the fields of the IETF's draft if the policy sends them.
   *
   * @param met the algorithms of the policy
   */
  Components(Ietf ietf, Set<Algorithm> met) {
    boolean smooth = met.contains(Algorithm.SMOOTH);
    boolean inFlight = met.contains(Algorithm.IN_FLIGHT);
    header(
        HeaderFields.LIMIT,
        "How many requests the current window admits"
            + (smooth ? "; for a smooth limit its burst" : "")
            + (inFlight ? "; in flight, how many may be under way at once" : ""),
        "integer");
    header(HeaderFields.REMAINING, "How many of them are left", "integer");
    header(
        HeaderFields.RESET,
        "When the window ends, as a Unix timestamp in seconds"
            + (smooth ? "; for a smooth limit when its whole burst is back" : "")
            + (inFlight ? "; in flight, a second from now" : ""),
        "integer");
    if (ietf == Ietf.DRAFT_10) {
      header(HeaderFields.RATE_LIMIT_POLICY, "Every limit that holds for the request", "string");
      header(HeaderFields.RATE_LIMIT, "What is left of each limit, and for how long", "string");
      refused.add(HeaderFields.RATE_LIMIT_POLICY);
      refused.add(HeaderFields.RATE_LIMIT);
    }
    header(HeaderFields.RETRY_AFTER, "How many seconds to wait", "integer");
    refused.add(HeaderFields.RETRY_AFTER);
  }

  private void header(String name, String description, String type) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("description", description);
    header.put("schema", Map.of("type", type));
    headers.put(name, header);
  }

  Map<String, Object> headers() {
    return headers;
  }

  /** The header fields that a response of this status has. */
  List<String> names(String status) {
    return status.equals("429") ? refused : ALWAYS;
  }

  Map<String, Object> responses() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("message", Map.of("type", "string"));
    properties.put("code", Map.of("type", "string"));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "object");
    body.put("properties", properties);
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("application/json", Map.of("schema", body));
    content.put("application/problem+json", Map.of("schema", Map.of("type", "object")));
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("description", "Over a limit, nothing was carried out");
    response.put("headers", references(refused));
    response.put("content", content);
    return Map.of(RATE_LIMITED, response);
  }

  static Map<String, Object> references(List<String> names) {
    Map<String, Object> references = new LinkedHashMap<>();
    names.forEach(name -> references.put(name, reference(name)));
    return references;
  }

  static Map<String, Object> reference(String name) {
    return Map.of("$ref", "#/components/headers/" + name);
  }
}
