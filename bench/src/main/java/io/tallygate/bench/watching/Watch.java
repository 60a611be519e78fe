package io.tallygate.bench.watching;

import io.tallygate.gateway.GatewayConfig.Sight;
import io.tallygate.gateway.alert.AlertConfig;
import io.tallygate.gateway.alert.AlertConfig.Destinations;
import io.tallygate.gateway.coach.CoachConfig;
import io.tallygate.gateway.dashboard.DashboardConfig;
import io.tallygate.gateway.trace.TraceConfig;
import io.tallygate.gateway.usage.UsageConfig;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A part of the gateway that looks on, and can be switched off. */
enum Watch {
  USAGE,
  COACH,
  /** Told at 80 and 100 percent of each limit and at the first refusal, to a receiver. */
  ALERTS,
  /** Of each call, to a collector. */
  TRACES,
  /** With somebody before it. */
  DASHBOARD;

  /** Those that stand on the database: without them the gateway has none. */
  private static final Set<Watch> STORED = EnumSet.of(USAGE, ALERTS, DASHBOARD);

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Those that are named, with commas between them; none for an empty text. */
  static Set<Watch> parse(String words) {
    Set<Watch> parts = EnumSet.noneOf(Watch.class);
    for (String word : words.isEmpty() ? new String[0] : words.split(",", -1)) {
      parts.add(
          Arrays.stream(values())
              .filter(part -> part.word().equals(word))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("no such part: part=" + word)));
    }
    return parts;
  }

  static String words(Set<Watch> parts) {
    return String.join(",", parts.stream().map(Watch::word).toList());
  }

  static List<Watch> all() {
    return List.of(values());
  }

  static boolean needsDatabase(Set<Watch> parts) {
    return parts.stream().anyMatch(STORED::contains);
  }

  /**
   * A gateway's config in which just these look on.
   *
   * @param receiver takes traces
   */
  static Sight sight(Set<Watch> parts, URI receiver) {
    Sight sight =
        Sight.DEFAULT
            .withUsage(new UsageConfig(parts.contains(USAGE)))
            .withCoach(new CoachConfig(parts.contains(COACH)))
            .withDashboard(
                parts.contains(DASHBOARD) ? DashboardConfig.DEFAULT : DashboardConfig.OFF)
            .withAlert(privately(AlertConfig.DEFAULT));
    return parts.contains(TRACES) ? sight.withTraces(TraceConfig.to(receiver)) : sight;
  }

  private static AlertConfig privately(AlertConfig alert) {
    return new AlertConfig(Destinations.PRIVATE, alert.expiring(), alert.downAfter(), alert.span());
  }
}
