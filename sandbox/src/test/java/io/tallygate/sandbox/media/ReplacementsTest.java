package io.tallygate.sandbox.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReplacementsTest {

  @ParameterizedTest
  @CsvSource({
    "SQL,sequel,false,An SQL query,An sequel query",
    "sql,sequel,false,SQL,sequel",
    "SQL,sequel,false,MySQL and SQLite,MySQL and SQLite",
    "API,ay pee eye,false,two APIs,two APIs",
    "API,ay pee eye,true,two APIs,two ay pee eyes",
    "API,ay pee eye,true,the API's,the ay pee eye's",
    "C++,see plus plus,false,in C++ today,in see plus plus today",
    "a.b,x,false,aXb,aXb",
    "cost,$1\\2,false,the cost,the $1\\2",
    "Zürich,Zoorick,false,in ZÜRICH,in Zoorick"
  })
  void apply_text_isSpokenAsAsked(
      String original, String spoken, boolean expand, String text, String result) {
    Map<String, Object> parameters =
        Map.of(
            "pronunciationReplacements",
            List.of(Map.of("original", original, "replacement", spoken)),
            "autoExpandPronunciationReplacements",
            expand);
    assertThat(Replacements.of(parameters).apply(text)).isEqualTo(result);
  }
}
