package io.tallygate.command.probe;

import io.tallygate.command.probe.Fields.Field;
import io.tallygate.command.probe.Members.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a response says of limits, in the spellings that are about.
 *
 * <pre>
 * X-RateLimit-Limit, x-rate-limit-remaining      a limit without a name
 * X-RateLimit-Limit-Requests, vendor-ratelimit-requests-limit     one with a name
 * X-RateLimit-Remaining-Minute                   one whose name is its window
 * RateLimit-Limit: 100, 100;w=60                 drafts up to 6
 * RateLimit: limit=100, remaining=50, reset=5    draft 7
 * RateLimit: "name";r=50;t=5                     drafts 8 to 10
 * RateLimit-Policy: 100;w=60  or  "name";q=100;w=60
 * </pre>
 */
final class LimitFields {

  static final String DRAFT_7 = "RateLimit (draft 7)";
  static final String DRAFT_10 = "RateLimit (drafts 8 to 10)";

  private static final Pattern NAME = Pattern.compile("(?i)(?:.*-)?rate-?limits?(?:-(.+))?");
  private static final Pattern NUMBER = Pattern.compile("\\s*([0-9]{1,18})\\s*(?:[,;].*)?");
  private static final Pattern QUOTA = Pattern.compile("([0-9]{1,18})\\s*;\\s*w=\"?([0-9]{1,9})");
  private static final List<String> KINDS = List.of("limit", "remaining", "reset");
  private static final Map<String, Long> WINDOWS =
      Map.of("second", 1L, "minute", 60L, "hour", 3_600L, "day", 86_400L);

  /** The window of a quota, as the response says it. */
  private record Quota(String name, OptionalLong count, OptionalLong windowSeconds) {}

  private LimitFields() {}

  /** Whether a field of this name speaks of limits. */
  static boolean isOne(String name) {
    return NAME.matcher(name).matches();
  }

  /** The reading to count by: the same for responses of the same shape. */
  static Optional<Reading> main(Fields fields) {
    return read(fields).stream()
        .filter(reading -> reading.remaining().isPresent() || reading.limit().isPresent())
        .max(Comparator.comparingInt(Reading::rank).thenComparing(Reading::name));
  }

  /** All limits that the response speaks of. */
  static List<Reading> read(Fields fields) {
    List<Reading> readings = new ArrayList<>(ofSingleFields(fields));
    List<Quota> quotas = new ArrayList<>();
    for (Field field : fields.list()) {
      if (field.is("RateLimit")) {
        readings.addAll(ofRateLimit(field.value()));
      } else if (field.is("RateLimit-Policy")) {
        Members.read(field.value()).forEach(member -> quotas.add(quota(member)));
      } else if (field.is("RateLimit-Limit")) {
        Matcher quota = QUOTA.matcher(field.value());
        while (quota.find()) {
          quotas.add(new Quota("", number(quota.group(1)), number(quota.group(2))));
        }
      }
    }
    return readings.stream().map(reading -> completed(reading, quotas)).toList();
  }

  private static Quota quota(Member member) {
    boolean named = member.parameters().containsKey("q");
    return new Quota(
        named ? member.head() : "",
        number(named ? member.parameter("q") : member.head()),
        number(member.parameter("w")));
  }

  /** With the number and the window that another field of the response has for it. */
  private static Reading completed(Reading reading, List<Quota> quotas) {
    List<Quota> own =
        quotas.stream()
            .filter(
                quota ->
                    reading.family().equals(DRAFT_10)
                        ? quota.name().equals(reading.name())
                        : quota.count().equals(reading.limit()))
            .toList();
    if (own.isEmpty() || own.stream().map(Quota::windowSeconds).distinct().count() > 1) {
      return reading;
    }
    Quota quota = own.get(0);
    Reading known =
        reading.limit().isPresent()
            ? reading
            : new Reading(
                reading.family(),
                reading.name(),
                quota.count(),
                reading.remaining(),
                reading.reset(),
                reading.windowSeconds());
    return known.windowSeconds().isPresent() ? known : known.withWindow(quota.windowSeconds());
  }

  private static List<Reading> ofRateLimit(String value) {
    List<Member> members = Members.read(value);
    Map<String, String> old = new LinkedHashMap<>();
    List<Reading> readings = new ArrayList<>();
    for (Member member : members) {
      int equals = member.head().indexOf('=');
      if (equals > 0) {
        String name = member.head().substring(0, equals).strip().toLowerCase(Locale.ROOT);
        old.put(name, member.head().substring(equals + 1).strip());
      } else if (member.parameters().containsKey("r")) {
        readings.add(
            new Reading(
                DRAFT_10,
                member.head(),
                OptionalLong.empty(),
                number(member.parameter("r")),
                member.parameter("t"),
                OptionalLong.empty()));
      }
    }
    if (old.containsKey("limit")) {
      readings.add(reading(DRAFT_7, "", old));
    }
    return readings;
  }

  private static List<Reading> ofSingleFields(Fields fields) {
    Map<List<String>, Map<String, String>> limits = new LinkedHashMap<>();
    for (Field field : fields.list()) {
      Matcher name = NAME.matcher(field.name());
      if (name.matches() && name.group(1) != null) {
        List<String> words =
            new ArrayList<>(List.of(name.group(1).toLowerCase(Locale.ROOT).split("-", -1)));
        boolean after = words.equals(List.of("reset", "after"));
        List<String> kinds = words.stream().filter(KINDS::contains).toList();
        if (kinds.size() == 1) {
          words.remove(kinds.get(0));
          String family = field.name().substring(0, name.start(1)) + "*";
          List<String> limit = List.of(family, after ? "" : String.join("-", words));
          Map<String, String> values = limits.computeIfAbsent(limit, it -> new LinkedHashMap<>());
          values.merge(
              after ? "reset-after" : kinds.get(0), field.value(), LimitFields::sameOrNone);
        }
      }
    }
    List<Reading> readings = new ArrayList<>();
    limits.forEach((limit, values) -> readings.add(reading(limit.get(0), limit.get(1), values)));
    return readings;
  }

  /** A field that stands twice with two values says nothing. */
  private static String sameOrNone(String a, String b) {
    return a.equals(b) ? a : "";
  }

  private static Reading reading(String family, String name, Map<String, String> values) {
    String unit = name.substring(name.lastIndexOf('-') + 1);
    Long window = WINDOWS.get(unit);
    return new Reading(
        family,
        name,
        number(values.getOrDefault("limit", "")),
        number(values.getOrDefault("remaining", "")),
        values.getOrDefault("reset", values.getOrDefault("reset-after", "")).strip(),
        window == null ? OptionalLong.empty() : OptionalLong.of(window));
  }

  private static OptionalLong number(String text) {
    Matcher number = NUMBER.matcher(text);
    return number.matches()
        ? OptionalLong.of(Long.parseLong(number.group(1)))
        : OptionalLong.empty();
  }

  /** The fields whose names say that they are a number, and whose values are none. */
  static List<Field> unreadable(Fields fields) {
    return fields.list().stream()
        .filter(
            field -> {
              Matcher name = NAME.matcher(field.name());
              return name.matches()
                  && name.group(1) != null
                  && Arrays.stream(name.group(1).toLowerCase(Locale.ROOT).split("-", -1))
                      .anyMatch(word -> word.equals("limit") || word.equals("remaining"))
                  && number(field.value()).isEmpty();
            })
        .toList();
  }
}
