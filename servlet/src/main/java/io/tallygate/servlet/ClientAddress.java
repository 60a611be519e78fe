package io.tallygate.servlet;

import jakarta.servlet.ServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The client's address, as its container tells it. Stateless. */
final class ClientAddress {

  private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";

  /** What is no name, so that none is ever looked up. */
  private static final Pattern NUMBERS =
      Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}|\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*]?");

  private ClientAddress() {}

  static InetAddress of(ServletRequest request) {
    return of(request.getRemoteAddr());
  }

  /**
   * The address of a client; 0.0.0.0 for all whose container tells none, as behind a socket of the
   * file system.
   *
   * @param text as of {@code getRemoteAddr}: with or without brackets, perhaps with a zone
   */
  static InetAddress of(@Nullable String text) {
    String plain = text == null ? "" : text.replaceFirst("%[^]]*", "");
    try {
      if (NUMBERS.matcher(plain).matches()) {
        return InetAddress.getByName(plain);
      }
    } catch (UnknownHostException e) {
      // Numbers that are no address: nobody's in particular.
    }
    return nobody();
  }

  private static InetAddress nobody() {
    try {
      return InetAddress.getByAddress(new byte[4]);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
