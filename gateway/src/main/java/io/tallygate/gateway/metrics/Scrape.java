package io.tallygate.gateway.metrics;

import java.util.Locale;

/**
 * All metrics as text, as one reader asked for them.
 *
 * @param type for {@code Content-Type}
 */
public record Scrape(String type, String text) {

  /** The text format of Prometheus, for whoever asks for nothing else. */
  static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  static final String OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  /** A longer field is not read: who sends it gets the text format. */
  private static final int ACCEPT_MAX = 4_096;

  /**
   * OpenMetrics for those that name it and like it at least as well as plain text (RFC 9110,
   * section 12.5.1). Parameters other than {@code q} are not looked at, for newer readers send some
   * that do not change what they can read.
   */
  static String typeFor(String accept) {
    if (accept.length() > ACCEPT_MAX) {
      return PROMETHEUS;
    }
    double open = 0;
    double plain = 0;
    for (String range : accept.split(",", -1)) {
      String[] parts = range.toLowerCase(Locale.ROOT).split(";", -1);
      String type = parts[0].strip();
      if (type.equals("application/openmetrics-text")) {
        open = Math.max(open, quality(parts));
      } else if (type.equals("text/plain")) {
        plain = Math.max(plain, quality(parts));
      }
    }
    return open > 0 && open >= plain ? OPENMETRICS : PROMETHEUS;
  }

  private static double quality(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("q=")) {
        String value = parameter.substring(2).strip();
        return value.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(value) : 0;
      }
    }
    return 1;
  }
}
