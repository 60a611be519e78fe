package io.tallygate.webhooks.destination;

import static io.tallygate.webhooks.destination.Checks.require;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The URL of a receiver, written so that all who read it mean the same host: no user, no fragment,
 * and for a host a plain address or a DNS name. Immutable.
 *
 * @param uri absolute, https or http
 * @param host a DNS name in lower case, or an address without brackets
 */
public record TargetUrl(URI uri, String host) {

  /** At most so many characters. */
  public static final int LENGTH_MAX = 2_000;

  private static final int NAME_LENGTH_MAX = 253;
  private static final Pattern PRINTABLE = Pattern.compile("[!-~]*");
  private static final Pattern NAME =
      Pattern.compile("(?:(?!-)[a-z0-9_-]{1,63}(?<!-)\\.)*(?!-)[a-z0-9-]{1,63}(?<!-)");

  /** A last label that some systems read as a number, and the whole then as an address. */
  private static final Pattern NUMBER = Pattern.compile("\\d+|0x[0-9a-f]*");

  /**
   * Reads a URL.
   *
   * @throws TargetException if it is none that a delivery may go to, whatever it resolves to
   */
  public static TargetUrl parse(String text, Reach reach) {
    require(text.length() <= LENGTH_MAX, "must have at most " + LENGTH_MAX + " characters");
    require(
        PRINTABLE.matcher(text).matches() && text.indexOf('\\') < 0,
        "must be of printable ASCII, without spaces and backslashes");
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new TargetException("url must be a URL as RFC 3986 writes it", e);
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    require(scheme.equals("https") || scheme.equals("http"), "must begin with https://");
    require(uri.getRawUserInfo() == null, "must have no user or password");
    require(uri.getRawFragment() == null, "must have no fragment");
    require(uri.getHost() != null, "must name a host: a DNS name, or a plain address");
    require(uri.getPort() != 0 && uri.getPort() <= 65_535, "must have a port of 1 to 65535");
    TargetUrl url = new TargetUrl(uri, host(uri.getHost()));
    url.requireReachable(scheme, reach);
    return url;
  }

  private static String host(String written) {
    String bare = written.startsWith("[") ? written.substring(1, written.length() - 1) : written;
    String host = bare.toLowerCase(Locale.ROOT);
    if (host.endsWith(".")) {
      host = host.substring(0, host.length() - 1);
    }
    if (Literal.parse(host).isEmpty()) {
      String last = host.substring(host.lastIndexOf('.') + 1);
      require(
          host.length() <= NAME_LENGTH_MAX
              && NAME.matcher(host).matches()
              && !NUMBER.matcher(last).matches(),
          "must name a host: a DNS name, or a plain address");
    }
    return host;
  }

  private void requireReachable(String scheme, Reach reach) {
    Optional<InetAddress> address = address();
    boolean loopback = address.isPresent() ? address.get().isLoopbackAddress() : isLocalName();
    boolean local = loopback && reach.hasLoopback();
    boolean near =
        reach.hasPrivate() && (address.isEmpty() || PublicAddress.isPrivate(address.get()));
    require(
        !scheme.equals("http") || local || near,
        switch (reach) {
          case PUBLIC -> "must begin with https://";
          case PUBLIC_AND_LOOPBACK -> "must begin with https://, but for this machine";
          case PUBLIC_AND_PRIVATE -> "must begin with https://, but for a private network";
        });
    require(
        address.isEmpty() || local || near || PublicAddress.isPublic(address.get()),
        "must have a public address");
    require(!loopback || local, "must have a public address");
  }

  /** The address that stands in it; empty if it has a name. */
  Optional<InetAddress> address() {
    return Literal.parse(host);
  }

  private boolean isLocalName() {
    return host.equals("localhost") || host.endsWith(".localhost"); // RFC 6761
  }
}
