package io.tallygate.gateway.admin;

import io.tallygate.gateway.admin.ApiProblem.Code;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The hosts as whom the admin port lets itself be addressed: a page of another host that has its
 * name point here is refused, although the browser takes us for that host (DNS rebinding).
 */
final class Hosts {

  private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}|::1|localhost");
  private static final Pattern PORT = Pattern.compile(":[0-9]{0,5}$");
  private static final Set<String> WILDCARDS = Set.of("", "0.0.0.0", "::");

  private final Set<String> names = new TreeSet<>();

  /**
   * @param bind the address that is listened on
   * @param more names and addresses, as they stand in {@code Host}, without a port
   */
  Hosts(String bind, List<String> more) {
    if (!WILDCARDS.contains(bind)) {
      names.add(bind.toLowerCase(Locale.ROOT));
    }
    for (String name : more) {
      names.add(name.toLowerCase(Locale.ROOT));
    }
  }

  /** Refuses the value of a {@code Host} field that does not mean us. */
  void require(String host) {
    String name = PORT.matcher(host).replaceFirst("").toLowerCase(Locale.ROOT);
    if (name.startsWith("[") && name.endsWith("]")) {
      name = name.substring(1, name.length() - 1);
    }
    if (!LOOPBACK.matcher(name).matches() && !names.contains(name)) {
      throw new ApiProblem(
          Code.FOREIGN_HOST, "host must be a loopback address or one of admin-hosts", "Host");
    }
  }
}
