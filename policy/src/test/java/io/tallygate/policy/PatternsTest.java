package io.tallygate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.policy.PathCase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PatternsTest {

  @ParameterizedTest
  @CsvSource({
    "/, /, true",
    "/a, /a, true",
    "/a, /a/, true",
    "/a, /b, false",
    "/a, /, false",
    "/{p}, /a, true",
    "/{p}, /, false",
    "/{p}, /a/b, false",
    "/{p}, /*, false",
    "/*, /a, true",
    "/*, /a/b, true",
    "/*, /, false",
    "/*, /*, true",
    "/a/*, /a, false",
    "/a/*, /a/b/c, true",
    "/a/{p}/c, /a/b/c, true",
    "/a/{p}/c, /a/b/d, false",
    "/a, /A, true"
  })
  void matches_patternAndPath_agreeWithTheRule(String pattern, String path, boolean matches) {
    assertThat(
            Patterns.matches(Patterns.segments(pattern), Patterns.segments(path), PathCase.IGNORED))
        .isEqualTo(matches);
  }

  @Test
  void matches_otherCase_dependsOnThePolicy() {
    assertThat(Patterns.matches(Patterns.segments("/a"), Patterns.segments("/A"), PathCase.EXACT))
        .isFalse();
  }

  @Test
  void matching_severalPatterns_mostSpecificComesFirst() {
    PolicyFile file =
        PolicyFile.parse(
            "f",
            """
            groups:
              g:
                limit: 1/hour
                endpoints:
                  - GET /*
                  - GET /{a}/*
                  - GET /{a}/b
                  - GET /a/*
                  - GET /a/{b}
                  - GET /a/b
                  - POST /a/b
            other: 1/hour
            """);

    assertThat(Patterns.matching(file.policy(), "GET", Patterns.segments("/a/b")))
        .extracting(pattern -> pattern.endpoint().pattern())
        .containsExactly("/a/b", "/a/{b}", "/a/*", "/{a}/b", "/{a}/*", "/*");
  }
}
