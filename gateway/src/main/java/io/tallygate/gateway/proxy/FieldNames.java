package io.tallygate.gateway.proxy;

import io.tallygate.policy.Gate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which header fields end at the gateway. Names are compared without case, and {@code _} as -. */
final class FieldNames {

  /** RFC 9110, section 7.6.1, and what older software sends. */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings");

  /** Told by whoever stands before us, and nobody is believed yet: written anew. */
  private static final Set<String> ADDRESS =
      Set.of("forwarded", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip");

  private static final String FORWARDED = "x-forwarded-";
  private static final String OURS = "x-tallygate-";

  private FieldNames() {}

  static boolean isHopByHop(String canonical) {
    return HOP_BY_HOP.contains(canonical);
  }

  /** Fields of a request that do not pass unless the policy names them. */
  static boolean isDropped(String canonical) {
    return isHopByHop(canonical)
        || canonical.startsWith(OURS)
        || canonical.startsWith(FORWARDED)
        || canonical.equals("x-request-id")
        || ADDRESS.contains(canonical);
  }

  /** The re-routing fields that do not pass under a policy that passes these. */
  static Set<String> rerouting(Set<String> passed) {
    Set<String> dropped = canonical(Gate.REROUTING_HEADERS);
    dropped.removeAll(passed);
    return Set.copyOf(dropped);
  }

  static Set<String> canonical(List<String> names) {
    Set<String> canonical = new HashSet<>();
    names.forEach(name -> canonical.add(canonical(name)));
    return canonical;
  }

  /** Lower case, with - for _: what some upstreams cannot tell apart. */
  static String canonical(CharSequence name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if ((c >= 'A' && c <= 'Z') || c == '_' || c > 127) {
        return name.toString().toLowerCase(Locale.ROOT).replace('_', '-');
      }
    }
    return name.toString();
  }
}
