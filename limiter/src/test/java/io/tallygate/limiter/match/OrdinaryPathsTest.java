package io.tallygate.limiter.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.PathCase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What real ids and names look like is never refused, and is charged to its endpoint. */
final class OrdinaryPathsTest {

  private static final int PATHS = 10_000;
  private static final String UNRESERVED_AND_SUB_DELIMS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,=:@";

  /** Beyond ASCII, and what has to be encoded or often is. No percent sign before two digits. */
  private static final List<String> OTHERS =
      List.of(
          "é", "É", "ß", "ñ", "ø", "ı", "ſ", "日本", "한국", "Ω", "я", "ﬁ", "：", "…", "😀", "👩‍🚀",
          "e\u0301", " ", "%-", "\"", "<", ">", "[", "]", "^", "`", "{", "|", "}", "+", ":", "&",
          "=", "@", ",", "'", "(", ")", "*", "!", "$", "~", "-", "_", "%zz", "100% ", "%2 ",
          "\u00A0", "C++", "a & b");

  private static final List<String> WORDS =
      List.of("report", "Final", "v1", "2026", "upload2", "user", "my file", "vg_file_8Zk", "été");

  private final EndpointMatcher matcher =
      EndpointMatcher.of(VideoGenShape.policy(PathCase.IGNORED));

  @Test
  void match_tenThousandOrdinaryPaths_areAllCharged() {
    long seed = Long.getLong("seed", 1);
    Random random = new Random(seed);
    for (int i = 0; i < PATHS; i++) {
      String name = encode(name(random), random);
      String context = "seed=" + seed + " name=" + name;
      assertThat(payer("GET", "/v1/files/" + name)).as(context).isEqualTo("files");
      assertThat(payer("GET", "/v1/files/" + name + "/")).as(context).isEqualTo("files");
      assertThat(payer("POST", "/v1/files/" + name + "/hydrate")).as(context).isEqualTo("hydrate");
      assertThat(payer("GET", "/v1/tools/executions/" + name)).as(context).isEqualTo("executions");
      assertThat(payer("DELETE", "/v1/webhooks/endpoints/" + name))
          .as(context)
          .isEqualTo("webhooks-delete");
      assertThat(payer("POST", "/v1/tools/" + name)).as(context).isEqualTo("tools");
      assertThat(payer("GET", "/v1/resources/a/" + name + "/b")).as(context).isEqualTo("resources");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vg_file_01HZX3T5",
        "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        "report.v1.2.pdf",
        ".hidden",
        "trailing.",
        "...",
        "a..b",
        "mary.o'neil+news@example.com",
        "%C3%A9t%C3%A9.pdf",
        "%F0%9F%98%80",
        "%E6%97%A5%E6%9C%AC",
        "my%20file%20(1).pdf",
        "a+b,c;d=e:f@g!h$i&j*k~l_m-n",
        "a%2Bb%3Ac%26d%3De%40f%2Cg",
        "100%25",
        "100%25.pdf",
        "100%25ab",
        "%25zz",
        "a%27b%28c%29",
        "2026-11-24T04:36:00Z",
        "urn:isbn:0451450523",
        "YWJjZA==",
      })
  void match_ordinaryName_isCharged(String name) {
    assertThat(payer("GET", "/v1/files/" + name)).isEqualTo("files");
    assertThat(payer("POST", "/v1/files/" + name + "/hydrate")).isEqualTo("hydrate");
    assertThat(payer("POST", "/v1/tools/" + name)).isEqualTo("tools");
  }

  private String payer(String method, String path) {
    return VideoGenShape.payer(matcher.match(method, path));
  }

  private static String name(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> new UUID(random.nextLong(), random.nextLong()).toString();
      case 1 -> pick(WORDS, random) + "." + pick(WORDS, random) + "@mail.example.com";
      case 2 -> "(" + pick(WORDS, random) + ").v" + random.nextInt(9) + ".pdf";
      default -> mixed(random);
    };
  }

  /** Starts and ends with a letter: a name of blanks or dots alone is not an ordinary one. */
  private static String mixed(Random random) {
    StringBuilder name = new StringBuilder("x");
    for (int i = random.nextInt(20); i >= 0; i--) {
      if (random.nextBoolean()) {
        name.append(pick(OTHERS, random));
      } else {
        int at = random.nextInt(UNRESERVED_AND_SUB_DELIMS.length());
        name.append(UNRESERVED_AND_SUB_DELIMS.charAt(at));
      }
    }
    return name.append('y').toString();
  }

  private static String pick(List<String> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  /** Encodes what must be, and of the rest some, as clients differ in that. */
  private static String encode(String name, Random random) {
    StringBuilder out = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain = UNRESERVED_AND_SUB_DELIMS.indexOf(c) >= 0;
      boolean seldom = random.nextInt(8) == 0 && !Character.isLetterOrDigit(c) && c != '.';
      out.append(plain && !seldom ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    return out.toString();
  }

  @Test
  void endpoint_everyPatternOfTheShape_matchesItself() {
    for (VideoGenShape.Served served : VideoGenShape.SERVED) {
      Endpoint endpoint = served.endpoint();
      String path = endpoint.pattern().replaceAll("[{](id|page)[}]", "x1");
      assertThat(payer(endpoint.method(), path)).as(path).isEqualTo(served.payer());
    }
  }
}
