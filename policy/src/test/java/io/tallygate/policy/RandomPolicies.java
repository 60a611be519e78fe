package io.tallygate.policy;

import io.tallygate.limiter.header.HeaderFields.Ietf;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.OnFull;
import io.tallygate.limiter.policy.PathCase;
import io.tallygate.limiter.policy.Policy;
import io.tallygate.limiter.policy.WindowStart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Makes policy files of every kind that a file can say, from a seed. */
public final class RandomPolicies {

  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "PROPFIND", "PURGE");
  private static final String LITERAL =
      "abcxyzABCXYZ0189._~!$&'()+,=:@-"; // all that a pattern may have, thinned out
  private static final List<String> TEXTS =
      List.of(
          "Limits",
          "2026",
          "1.5",
          "true",
          "null",
          "~",
          "- a",
          "a: b",
          "a #b",
          "#a",
          "\"a\"",
          "'a'",
          "[a]",
          "{a}",
          "*a",
          "&a",
          "!a",
          "%a",
          "@a",
          "`a`",
          "|",
          ">",
          "?",
          ":",
          "a:",
          "yes",
          "0x1F",
          "1e3",
          ".inf",
          "\\",
          "a\\nb",
          "für alle",
          "制限",
          "𝄞 allegro",
          "é",
          "---",
          "...",
          "<<",
          "a, b",
          "a  b",
          "=",
          "null null",
          "1_000",
          "0o7",
          "-1",
          "+",
          ".",
          "a\u00a0b",
          "\ue000");

  private final Random random;
  private final Set<String> shapes = new HashSet<>();
  private final Set<String> names = new HashSet<>(Set.of("other"));

  public RandomPolicies(long seed) {
    random = new Random(seed);
  }

  public PolicyFile next() {
    shapes.clear();
    names.clear();
    names.add("other");
    PathCase pathCase = of(PathCase.values());
    List<Group> groups = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      groups.add(group(pathCase));
    }
    Group other =
        new Group(
            "other", limits("other"), List.of(), CounterScope.SHARED, random.nextBoolean(), "");
    Policy policy =
        new Policy(
            groups,
            other,
            endpoints(random.nextInt(3), pathCase),
            of(WindowStart.values()),
            pathCase,
            of(OnFull.values()));
    String contact = random.nextBoolean() ? "" : text();
    return new PolicyFile(text(), contact, policy, gate(), messages());
  }

  private Group group(PathCase pathCase) {
    String name = name();
    return new Group(
        name,
        limits(name),
        endpoints(1 + random.nextInt(4), pathCase),
        of(CounterScope.values()),
        random.nextBoolean(),
        random.nextBoolean() ? "" : text());
  }

  private List<Limit> limits(String group) {
    List<Limit> limits = new ArrayList<>();
    limits.add(limit(group));
    for (int i = random.nextInt(3); i > 0; i--) {
      limits.add(limit(name()));
    }
    return limits;
  }

  /** A limit of any algorithm; each is drawn as often. */
  Limit limit(String name) {
    long count = upTo(Limit.COUNT_MAX);
    int[] units = {1, 60, 3_600, 86_400};
    int unit = units[random.nextInt(units.length)];
    int most = (int) (Limit.PERIOD_MAX.toSeconds() / unit);
    int times = random.nextBoolean() ? 1 : 1 + random.nextInt(most);
    Duration period = Duration.ofSeconds((long) unit * times);
    return switch (of(Algorithm.values())) {
      case FIXED_WINDOW -> new Limit(name, count, period);
      case SLIDING_WINDOW ->
          Limit.sliding(name, Math.min(count, Limit.SLIDING_MAX / period.toMillis()), period);
      case SMOOTH -> {
        long fitting = Math.min(count, period.toSeconds() * 10_000);
        yield Limit.smooth(name, fitting, period, random.nextBoolean() ? 1 : upTo(fitting));
      }
      case IN_FLIGHT -> Limit.inFlight(name, upTo(Limit.IN_FLIGHT_MAX));
    };
  }

  /** Small ones more often. */
  private long upTo(long most) {
    return 1 + (long) (Math.pow(random.nextDouble(), 6) * (most - 1));
  }

  private List<Endpoint> endpoints(int count, PathCase pathCase) {
    List<Endpoint> endpoints = new ArrayList<>();
    while (endpoints.size() < count) {
      Endpoint endpoint = endpoint();
      if (shapes.add(Policy.shape(endpoint, pathCase))) {
        endpoints.add(endpoint);
      }
    }
    return endpoints;
  }

  private Endpoint endpoint() {
    List<String> segments = new ArrayList<>();
    int count = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      boolean last = i == count - 1;
      segments.add(
          switch (random.nextInt(last ? 4 : 3)) {
            case 0 -> "{p" + random.nextInt(3) + "}";
            case 3 -> "*";
            default -> literal();
          });
    }
    return new Endpoint(METHODS.get(random.nextInt(METHODS.size())), segments);
  }

  private String literal() {
    while (true) {
      StringBuilder literal = new StringBuilder();
      for (int i = 1 + random.nextInt(6); i > 0; i--) {
        literal.append(LITERAL.charAt(random.nextInt(LITERAL.length())));
      }
      String text = literal.toString();
      if (!text.equals(".") && !text.equals("..") && !text.startsWith(":")) {
        return text;
      }
    }
  }

  private Gate gate() {
    List<String> cors =
        List.of(
                List.<String>of(),
                List.of("*"),
                List.of("https://a.example", "http://localhost:3000"))
            .get(random.nextInt(3));
    List<String> passed =
        Gate.REROUTING_HEADERS.stream().filter(name -> random.nextInt(4) == 0).toList();
    String prefix = random.nextBoolean() ? "tg_key_" : Integer.toString(random.nextInt(1_000));
    return new Gate(prefix, of(Ietf.values()), cors, passed);
  }

  private Map<ErrorCode, String> messages() {
    Map<ErrorCode, String> messages = new EnumMap<>(ErrorCode.class);
    for (int i = random.nextInt(3); i > 0; i--) {
      messages.put(of(ErrorCode.values()), text());
    }
    return messages;
  }

  private String name() {
    while (true) {
      String name =
          switch (random.nextInt(5)) {
            case 0 -> Integer.toString(random.nextInt(100));
            case 1 -> List.of("true", "null", "1.5", "1e3", "0", "a-", "a.").get(random.nextInt(7));
            default -> "g" + Integer.toString(random.nextInt(1_000_000), 36);
          };
      if (names.add(name)) {
        return name;
      }
    }
  }

  private String text() {
    String text = TEXTS.get(random.nextInt(TEXTS.size()));
    return random.nextBoolean() ? text : text + " " + TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private <T> T of(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
