package io.tallygate.gateway.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.policy.Algorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The bodies of events are those of the reference page. */
final class PayloadTest {

  private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)\n```", Pattern.DOTALL);
  private static final Pattern TYPE = Pattern.compile("\"type\":\"([a-z.]+)\"");
  private static final String KEY = "key_4mJx0Qb9TzLw";
  private static final String OWNER = "own_7hTq2VbX0cRd";
  private static final String API = "http://127.0.0.1:9000";

  private static Map<String, String> examples() throws IOException {
    Map<String, String> examples = new TreeMap<>();
    Matcher example =
        EXAMPLE.matcher(Files.readString(Path.of("..", "docs", "reference", "alerts.md")));
    while (example.find()) {
      Matcher type = TYPE.matcher(example.group(1));
      assertThat(type.find()).isTrue();
      examples.put(type.group(1), example.group(1));
    }
    return examples;
  }

  private static long micros(String time) {
    return Instant.parse(time).toEpochMilli() * 1_000;
  }

  private static Crossing crossing(int threshold, long used, String time) {
    long reset = Instant.parse("2026-11-24T19:00:00Z").getEpochSecond();
    String event = threshold == 0 ? "limit.refused" : "limit.used." + threshold;
    return new Crossing(
        new Occasion(event, KEY, "tools", "tools", reset - 3_600, reset),
        threshold,
        new Crossing.State("tools", Algorithm.FIXED_WINDOW, used, 500, reset),
        null,
        micros(time));
  }

  @Test
  void bodies_areThoseOfThePage() throws IOException {
    Subscription subscription =
        new Subscription(
            "ep_4mJx0Qb9TzLw7RcN",
            "",
            Wish.all("https://ops.example/"),
            Subscription.State.ENABLED,
            "abcd",
            0);
    long six = micros("2026-11-24T18:00:00Z");
    Map<String, String> made =
        Map.of(
            "limit.used",
            Payload.limit(crossing(80, 400, "2026-11-24T18:12:07.250Z"), OWNER),
            "limit.refused",
            Payload.limit(crossing(0, 500, "2026-11-24T18:31:44.100Z"), OWNER),
            "key.expiring",
            Payload.expiring(
                new Expiring(KEY, "", Instant.parse("2026-12-01T00:00:00Z").getEpochSecond()), six),
            "upstream.down",
            Payload.down(API, six, micros("2026-11-24T18:00:12Z")),
            "upstream.up",
            Payload.up(API, micros("2026-11-24T18:04:30Z")),
            "alert.test",
            Payload.test(subscription, six));

    assertThat(examples()).containsExactlyInAnyOrderEntriesOf(made);
    assertThat(made.keySet())
        .containsExactlyInAnyOrderElementsOf(
            List.of(EventKind.values()).stream().map(EventKind::text).toList());
  }
}
