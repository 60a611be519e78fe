package io.tallygate.gateway.dashboard;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;

/** What the browser at the other end shows of itself, and what it is told to hold to. */
final class Browser {

  static final String COOKIE = "tallygate_session";

  /** Everything comes from here, nothing stands in the page itself, and nobody frames it. */
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private static final Map<String, String> FIELDS =
      Map.of(
          "Content-Security-Policy", CONTENT_SECURITY_POLICY,
          "Cross-Origin-Opener-Policy", "same-origin",
          "Permissions-Policy", "camera=(), geolocation=(), microphone=()",
          // With no-referrer a browser sends its own forms with `Origin: null`.
          "Referrer-Policy", "same-origin",
          "X-Frame-Options", "DENY");

  private Browser() {}

  static void harden(Context context) {
    FIELDS.forEach(context::header);
  }

  static InetAddress address(Context context) {
    try {
      return InetAddress.getByName(context.req().getRemoteAddr()); // a literal: no look-up
    } catch (IOException e) {
      throw new IllegalStateException("the client's address is one", e);
    }
  }

  static String header(Context context, String name) {
    String value = context.header(name);
    return value == null ? "" : value;
  }

  static String cookie(Context context) {
    String value = context.cookie(COOKIE);
    return value == null ? "" : value;
  }

  /**
   * Refuses a form that a page of another origin has sent. Ports count, which a cookie's site does
   * not know: another server of this machine is another origin.
   */
  static void requireOwnForm(Context context) {
    String origin = header(context, "Origin");
    String host = header(context, "Host");
    String site = header(context, "Sec-Fetch-Site");
    boolean isOwn = origin.equals("http://" + host) || origin.equals("https://" + host);
    if (!isOwn || !(site.isEmpty() || site.equals("same-origin"))) {
      throw new Refusal(403, "This form was sent by another page. Nothing was done.");
    }
    if (!header(context, "Content-Type").startsWith("application/x-www-form-urlencoded")) {
      throw new Refusal(400, "A form must be application/x-www-form-urlencoded.");
    }
  }

  /**
   * Gives the browser its cookie. Whether TLS stands in front of this port only the browser knows,
   * and its {@code Origin} says so: if it does, the cookie travels by TLS alone.
   */
  static void open(Context context, String cookie) {
    String secure = header(context, "Origin").startsWith("https://") ? "; Secure" : "";
    context.header("Set-Cookie", COOKIE + "=" + cookie + fields() + secure);
  }

  static void close(Context context) {
    context.header("Set-Cookie", COOKIE + "=; Max-Age=0" + fields());
  }

  private static String fields() {
    return "; Path=" + Dashboard.ROOT + "; HttpOnly; SameSite=Strict";
  }
}
