package io.tallygate.client.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.math.BigDecimal;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FieldReaderTest {

  /** Tuesday, 24 November 2026, 13:00:00.250 UTC. */
  private static final long NOW = 1_795_525_200L;

  private static final long NOW_MICROS = NOW * 1_000_000 + 250_000;

  /**
   * One line per form and per fault: the fields with ~ between them, then each limit as
   * name:remaining/count reset(period), then the wait of Retry-After. X- is X-RateLimit-, Policy
   * RateLimit-Policy, TUE the date of NOW.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          RateLimit: "a";r=5;t=30 ~ Policy: "a";q=10;w=60 | a:5/10 30(60) | -
          RateLimit: "a";r=5;t=90 ~ Policy: "a";q=10;w=60 | a:5/10 60(60) | -
          RateLimit: "a";r=5 ~ RateLimit: "b";r=6;t=1 | a:5/? ?(?), b:6/? 1(?) | -
          Policy: "a";q=10;w=60 | a:?/10 ?(60) | -
          RateLimit: "a";r=0;t=0 | a:0/? ?(?) | -
          RateLimit: "a";r=-1;t=3, "b";r=1 | b:1/? ?(?) | -
          RateLimit: "a";r=1.5;t=3 | - | -
          RateLimit: "a";t=3 | - | -
          RateLimit: a;r=1;t=3 | - | -
          RateLimit: "a";r=1;t=3, | - | -
          RateLimit: "a";r=1;t=99999999999 | a:1/? ?(?) | -
          RateLimit: "a";r=1;t=3;pk=:AP8=: | a#00ff:1/? 3(?) | -
          Policy: "a";q=9;qu="content-bytes", "b";q=2 | b:?/2 ?(?) | -
          RateLimit: limit=100, remaining=50, reset=5 | :50/100 5(?) | -
          RateLimit: limit=100, remaining=50, reset=5 ~ Policy: 100;w=60, 10;w=1 | :50/100 5(60) | -
          RateLimit: limit=100, remaining=50, reset=500 ~ Policy: 100;w=60 | :50/100 60(60) | -
          RateLimit: limit=100, remaining=x, reset=5 | - | -
          RateLimit-Limit: 100 ~ RateLimit-Remaining: 7 ~ RateLimit-Reset: 9 | :7/100 9(?) | -
          RateLimit-Limit: 100, 100;w=60 ~ RateLimit-Remaining: 7 | :7/100 ?(60) | -
          RateLimit-Limit: 100 ~ RateLimit-Reset: 1795525260 | :?/100 ?(?) | -
          X-Limit: 10, 10;w=1;name="ip", 1000;w=36 ~ X-Remaining: 3 ~ X-Reset: 1 | :3/10 1(1) | -
          X-Remaining: 3 ~ X-Reset: 1795525260 | :3/? 59.75(?) | -
          X-Remaining: 3 ~ X-Reset: 1795525260000 | :3/? 59.75(?) | -
          X-Remaining: 3 ~ X-Reset: 1795525260.5 | :3/? 60.25(?) | -
          X-Remaining: 3 ~ X-Reset: 60 | :3/? 60(?) | -
          X-Remaining: 3 ~ X-Reset: 0.25 | :3/? 0.25(?) | -
          X-Remaining: 3 ~ X-Reset: 1795525199 | :3/? ?(?) | -
          X-Remaining: 3 ~ X-Reset: 0 | :3/? ?(?) | -
          X-Remaining: 3 ~ X-Reset: -5 | :3/? ?(?) | -
          X-Remaining: 3 ~ X-Reset: 31622400 | :3/? 31622400(?) | -
          X-Remaining: 3 ~ X-Reset: 31622401 | :3/? ?(?) | -
          X-Remaining: 3 ~ X-Reset: 999999999 | :3/? ?(?) | -
          X-Remaining: 3 ~ X-Reset: 99999999999999 | :3/? ?(?) | -
          X-Remaining: 3 ~ X-Reset: 999999999999999999 | :3/? ?(?) | -
          X-Remaining: 3 ~ X-Reset: soon | :3/? ?(?) | -
          X-Limit: many ~ X-Remaining: few | - | -
          X-Reset: 60 | :?/? 60(?) | -
          X-Remaining: 3 ~ X-Reset: 1795521660 ~ Date: TUE 12:00:00 GMT | :3/? 60(?) | -
          X-Remaining: 3 ~ X-Reset: 1795528860 ~ Date: TUE 14:00:00 GMT | :3/? 60(?) | -
          X-Remaining: 3 ~ X-Reset: 1795525260 ~ Date: TUE 13:00:00 GMT | :3/? 59.75(?) | -
          X-Remaining: 3 ~ X-Reset: 1795525260 ~ Date: today | :3/? 59.75(?) | -
          RateLimit: "a";r=5;t=30 ~ X-Remaining: 3 | a:5/? 30(?) | -
          RateLimit: ??? ~ X-Remaining: 3 | :3/? ?(?) | -
          RateLimit: "a";r=5;t=30 ~ Age: 1 | - | -
          RateLimit: "a";r=5;t=30 ~ Age: 0 | a:5/? 30(?) | -
          Retry-After: 120 | - | 120
          Retry-After: 0 | - | -
          Retry-After: -3 | - | -
          Retry-After: 1.5 | - | 2
          Retry-After: 1.0 | - | 1
          Retry-After: 86400 | - | 86400
          Retry-After: 86401 | - | 86400
          Retry-After: 99999999999999999999 | - | 86400
          Retry-After: later | - | -
          Retry-After: TUE 13:01:00 GMT | - | 59.75
          Retry-After: Tuesday, 24-Nov-26 13:01:00 GMT | - | 59.75
          Retry-After: Tue Nov 24 13:01:00 2026 | - | 59.75
          Retry-After: TUE 12:01:00 GMT ~ Date: TUE 12:00:00 GMT | - | 60
          Retry-After: TUE 12:59:00 GMT | - | -
          Retry-After: Tue, 31 Feb 2026 12:59:00 GMT | - | -
          Retry-After: Tue, 24 Foo 2026 12:59:00 GMT | - | -
          Retry-After: TUE 25:59:00 GMT | - | -
          Retry-After: Tue, 24 Nov 9999 12:59:00 GMT | - | 86400
          Retry-After: 120 ~ Age: 20 | - | 100
          Retry-After: 120 ~ Age: 200 | - | -
          """)
  void fields_ofEachForm_areReadOrIgnored(String fields, String limits, String retryAfter) {
    Standing standing = FieldReader.read(headers(fields), NOW_MICROS);
    String read =
        String.join(", ", standing.limits().stream().map(FieldReaderTest::written).toList());
    assertThat(read.isEmpty() ? "-" : read).isEqualTo(limits);
    assertThat(standing.retryAfter().map(FieldReaderTest::seconds).orElse("-"))
        .isEqualTo(retryAfter);
  }

  @Test
  void limits_moreThanMost_areCut() {
    List<String> members = new ArrayList<>();
    for (int i = 0; i <= NamedLimits.LIMITS_MAX; i++) {
      members.add("\"n" + i + "\";r=1");
    }
    Standing standing =
        FieldReader.read(headers("RateLimit: " + String.join(",", members)), NOW_MICROS);
    assertThat(standing.limits()).hasSize(NamedLimits.LIMITS_MAX);
  }

  @Test
  void randomFields_read_neverThrowAndAreSane() {
    long seed = 7;
    Random random = new Random(seed);
    List<String> names =
        List.of(
            "RateLimit",
            "RateLimit-Policy",
            "X-RateLimit-Limit",
            "X-RateLimit-Remaining",
            "X-RateLimit-Reset",
            "RateLimit-Remaining",
            "RateLimit-Reset",
            "Retry-After",
            "Date",
            "Age");
    String[] parts = {
      "\"a\"",
      ";r=",
      ";t=",
      ";w=",
      "0",
      "1795525260",
      "999999999",
      "99999999999",
      ".",
      "-",
      ",",
      " ",
      "remaining=",
      "reset=",
      "Tue, 24 Nov 2026 13:01:00 GMT",
      "e",
      "\u0000",
      "é",
      "(",
      ";pk=:"
    };
    for (int i = 0; i < 50_000; i++) {
      Map<String, List<String>> fields = new LinkedHashMap<>();
      for (String name : names) {
        StringBuilder value = new StringBuilder();
        for (int n = random.nextInt(5); n > 0; n--) {
          value.append(parts[random.nextInt(parts.length)]);
        }
        fields.put(name, List.of(value.toString()));
      }
      HttpHeaders headers = HttpHeaders.of(fields, (name, value) -> true);
      assertThatCode(() -> check(FieldReader.read(headers, NOW_MICROS)))
          .as("seed=%s i=%s %s", seed, i, fields)
          .doesNotThrowAnyException();
    }
  }

  private static void check(Standing standing) {
    standing.retryAfter().ifPresent(it -> assertThat(it).isPositive());
    standing
        .retryAfter()
        .ifPresent(it -> assertThat(it).isLessThanOrEqualTo(FieldReader.RETRY_AFTER_MAX));
    for (Standing.LimitStanding limit : standing.limits()) {
      limit.reset().ifPresent(it -> assertThat(it).isPositive());
      limit.reset().ifPresent(it -> assertThat(it).isLessThanOrEqualTo(ResetTime.RESET_MAX));
    }
  }

  private static HttpHeaders headers(String fields) {
    Map<String, List<String>> map = new LinkedHashMap<>();
    for (String field : fields.split(" ~ ", -1)) {
      String[] parts = field.split(": ", 2);
      String name = parts[0].replaceFirst("^X-", "X-RateLimit-");
      String value = parts[1].replace("TUE", "Tue, 24 Nov 2026");
      map.computeIfAbsent(
              name.equals("Policy") ? "RateLimit-Policy" : name, any -> new ArrayList<>())
          .add(value);
    }
    return HttpHeaders.of(map, (name, value) -> true);
  }

  private static String written(Standing.LimitStanding limit) {
    return limit.name()
        + ":"
        + (limit.remaining().isPresent() ? limit.remaining().getAsLong() : "?")
        + "/"
        + (limit.count().isPresent() ? limit.count().getAsLong() : "?")
        + " "
        + limit.reset().map(FieldReaderTest::seconds).orElse("?")
        + "("
        + limit.period().map(FieldReaderTest::seconds).orElse("?")
        + ")";
  }

  private static String seconds(Duration wait) {
    return BigDecimal.valueOf(wait.toNanos(), 9).stripTrailingZeros().toPlainString();
  }
}
