package io.tallygate.bench.watching;

import io.tallygate.gateway.GatewayConfig.Sight;
import io.tallygate.gateway.coach.CoachConfig;
import io.tallygate.gateway.usage.UsageConfig;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A part of the gateway that looks on, and can be switched off. */
enum Watch {
  USAGE,
  COACH;

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

  /** A gateway's config in which just these look on. */
  static Sight sight(Set<Watch> parts) {
    return Sight.DEFAULT
        .withUsage(new UsageConfig(parts.contains(USAGE)))
        .withCoach(new CoachConfig(parts.contains(COACH)));
  }
}
