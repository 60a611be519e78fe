package io.tallygate.command.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.command.probe.Fields.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LimitFieldsTest {

  private static Fields fields(String text) {
    return new Fields(
        Stream.of(text.split("\\|", -1))
            .map(field -> field.strip().split(":", 2))
            .map(parts -> new Field(parts[0].strip(), parts[1].strip()))
            .toList());
  }

  private static String shown(Reading reading) {
    return String.join(
        " ",
        reading.family(),
        reading.name().isEmpty() ? "-" : reading.name(),
        number(reading.limit()),
        number(reading.remaining()),
        reading.reset().isEmpty() ? "-" : reading.reset(),
        number(reading.windowSeconds()));
  }

  private static String number(OptionalLong number) {
    return number.isPresent() ? String.valueOf(number.getAsLong()) : "-";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      quoteCharacter = '\0',
      textBlock =
"""
X-RateLimit-Limit: 5|X-RateLimit-Remaining: 4|X-RateLimit-Reset: 9 > X-RateLimit-* - 5 4 9 -
x-rate-limit-limit: 5|x-rate-limit-remaining: 4 > x-rate-limit-* - 5 4 - -
RateLimit-Limit: 5|RateLimit-Remaining: 4|RateLimit-Reset: 9 > RateLimit-* - 5 4 9 -
RateLimit-Limit: 5, 5;w=60|RateLimit-Remaining: 4 > RateLimit-* - 5 4 - 60
RateLimit-Limit: 5|RateLimit-Remaining: 4|RateLimit-Policy: 5;w=60 > RateLimit-* - 5 4 - 60
RateLimit-Limit: 5|RateLimit-Policy: 5;w=60, 5;w=90 > RateLimit-* - 5 - - -
RateLimit-Limit: 5|RateLimit-Policy: 9;w=60;comment="a,b", 5;w=90 > RateLimit-* - 5 - - 90
RateLimit: limit=5, remaining=4, reset=9|RateLimit-Policy: 5;w=60 > RateLimit (draft 7) - 5 4 9 60
RateLimit: "a";r=4;t=9|RateLimit-Policy: "a";q=5;w=60 > RateLimit (drafts 8 to 10) a 5 4 9 60
RateLimit: "a,;b";r=4;t=9 > RateLimit (drafts 8 to 10) a,;b - 4 9 -
X-Ratelimit-Limit-Requests: 5|X-Ratelimit-Remaining-Requests: 4 > X-Ratelimit-* requests 5 4 - -
v-ratelimit-requests-limit: 5|v-ratelimit-requests-remaining: 4 > v-ratelimit-* requests 5 4 - -
X-RateLimit-Limit-Minute: 5|X-RateLimit-Remaining-Minute: 4 > X-RateLimit-* minute 5 4 - 60
X-RateLimit-Limit: 5|X-RateLimit-Reset-After: 1.5 > X-RateLimit-* - 5 - 1.5 -
X-RateLimit-Limit: 5|X-RateLimit-Limit: 5 > X-RateLimit-* - 5 - - -
X-RateLimit-Limit: 5|X-RateLimit-Limit: 6 > X-RateLimit-* - - - - -
X-RateLimit-Limit: -5|X-RateLimit-Remaining: 4.5 > X-RateLimit-* - - - - -
X-RateLimit-Limit: 9999999999999999999 > X-RateLimit-* - - - - -
X-RateLimit-Limit: 999999999999999999 > X-RateLimit-* - 999999999999999999 - - -
""")
  void read_eachSpelling_isUnderstood(String fields, String reading) {
    assertThat(LimitFields.read(fields(fields)).stream().map(LimitFieldsTest::shown))
        .containsExactly(reading);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      quoteCharacter = '\0',
      textBlock =
          """
          RateLimit: > 0
          RateLimit: ;;;==,,," > 0
          RateLimit: "a > 0
          RateLimit: "a";r=x > 1
          X-Content: 5 > 0
          X-RateLimit-Policy-Limit-Remaining: 5 > 0
          """)
  void read_garbled_throwsNothing(String fields, int readings) {
    assertThat(LimitFields.read(fields(fields))).hasSize(readings);
  }

  @Test
  void main_manyFamilies_prefersTheOneWithoutAName() {
    Fields fields =
        fields(
            "RateLimit: \"a\";r=4;t=9|X-RateLimit-Limit: 5|X-RateLimit-Remaining: 4"
                + "|X-RateLimit-Limit-Tokens: 9|X-RateLimit-Remaining-Tokens: 8");

    assertThat(LimitFields.main(fields).map(LimitFieldsTest::shown))
        .contains("X-RateLimit-* - 5 4 - -");
  }

  @Test
  void unreadable_valueThatIsNoNumber_isNamed() {
    Fields fields = fields("X-RateLimit-Limit: many|X-RateLimit-Remaining: 4|X-RateLimit-Reset: x");

    assertThat(LimitFields.unreadable(fields)).hasToString("[X-RateLimit-Limit: many]");
  }

  @Test
  void fields_moreThanTheBound_areCut() {
    List<Field> many = new ArrayList<>();
    for (int i = 0; i <= Fields.COUNT_MAX; i++) {
      many.add(new Field("X-RateLimit-Limit", "1"));
    }

    assertThat(new Fields(many).list()).hasSize(Fields.COUNT_MAX);
  }

  @Test
  void read_moreMembersThanTheBound_areLeftOut() {
    String members = "\"a\";r=1,".repeat(Members.COUNT_MAX + 1);

    assertThat(LimitFields.read(new Fields(List.of(new Field("RateLimit", members)))))
        .hasSize(Members.COUNT_MAX);
  }
}
