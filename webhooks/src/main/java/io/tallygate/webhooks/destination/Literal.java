package io.tallygate.webhooks.destination;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses as text, in their plain form only: four decimal numbers without leading zeros, or IPv6
 * without a zone. Whatever else some system would take for an address is no address here.
 */
final class Literal {

  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]{2,39}");

  private Literal() {}

  /** The address that a text writes out, without brackets; asks no resolver. */
  static Optional<InetAddress> parse(String text) {
    if (!IPV4.matcher(text).matches() && !(text.contains(":") && IPV6.matcher(text).matches())) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text)); // of these forms it asks nobody
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
