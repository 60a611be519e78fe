package io.tallygate.gateway.admin;

import io.tallygate.gateway.admin.ApiProblem.Code;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The hosts as whom the admin port lets itself be addressed: a page of another host that has its
 * name point here is refused, although the browser takes us for that host (DNS rebinding).
 */
public final class Hosts {

  private static final Pattern LOOPBACK =
      Pattern.compile("127(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}|0(:0){6}:1|localhost");
  private static final Pattern PORT = Pattern.compile(":[0-9]{0,5}$");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*");
  private static final Set<String> WILDCARDS = Set.of("", "0.0.0.0", "0:0:0:0:0:0:0:0");

  private final Set<String> names = new TreeSet<>();

  /**
   * @param bind the address that is listened on
   * @param more names and addresses, as they stand in {@code Host}, without a port
   */
  Hosts(String bind, List<String> more) {
    String address = spelt(bind);
    if (!WILDCARDS.contains(address)) {
      names.add(address);
    }
    for (String name : more) {
      names.add(spelt(name));
    }
  }

  /** In small letters; IPv6 addresses, which can be written in many ways, in one. */
  private static String spelt(String name) {
    String small = name.toLowerCase(Locale.ROOT);
    if (small.startsWith("[") && small.endsWith("]")) {
      small = small.substring(1, small.length() - 1);
    }
    if (!IPV6.matcher(small).matches()) {
      return small;
    }
    try {
      return InetAddress.getByName(small).getHostAddress(); // a literal: no look-up
    } catch (UnknownHostException e) {
      return small;
    }
  }

  /** Whether the value of a {@code Host} field means us. */
  public boolean isOurs(String host) {
    String name = spelt(PORT.matcher(host).replaceFirst(""));
    return LOOPBACK.matcher(name).matches() || names.contains(name);
  }

  /** Refuses the value of a {@code Host} field that does not mean us. */
  void require(String host) {
    if (!isOurs(host)) {
      throw new ApiProblem(
          Code.FOREIGN_HOST, "host must be a loopback address or one of admin-hosts", "Host");
    }
  }
}
