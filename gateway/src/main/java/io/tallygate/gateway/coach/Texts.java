package io.tallygate.gateway.coach;

import io.tallygate.gateway.coach.Finding.Figure;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How figures are written. */
final class Texts {

  private static final long SECOND_MILLIS = 1_000;
  private static final long MINUTE_MILLIS = 60_000;

  private Texts() {}

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** As {@code 61 ms}, {@code 2.0 s}, {@code 12.5 min}, {@code 60 min}. */
  static String duration(long millis) {
    if (millis < SECOND_MILLIS) {
      return millis == 0 ? "under 1 ms" : millis + " ms";
    }
    if (millis < 2 * MINUTE_MILLIS) {
      return String.format(Locale.ROOT, "%.1f s", millis / (double) SECOND_MILLIS);
    }
    return millis % MINUTE_MILLIS == 0
        ? millis / MINUTE_MILLIS + " min"
        : String.format(Locale.ROOT, "%.1f min", millis / (double) MINUTE_MILLIS);
  }

  /** Of a path what prints everywhere and ends no line: the caller chose it. */
  static String path(String path) {
    return path.replaceAll("[^!-~]", "?");
  }

  /** As {@code (24 % of 5,000 an hour)}, and as figures; empty if the limit was not seen. */
  static String share(@Nullable Allowance allowance, long calls, List<Figure> figures) {
    if (allowance == null || !allowance.isKnown()) {
      return "";
    }
    figures.add(new Figure("limit", allowance.perHour()));
    figures.add(new Figure("percent", allowance.percent(calls)));
    return " (" + allowance.share(calls) + ")";
  }
}
