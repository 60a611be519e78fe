package io.tallygate.policy.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tallygate.limiter.LimitState;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.page.KeyUsage.Counter;
import io.tallygate.policy.page.KeyUsage.OwnLimit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The forms in which a gateway serves the page, with and without a key's usage. */
final class PageFormTest {

  private static final long NOW = 1_795_510_000; // 2026-11-24 08:46:40 UTC
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final PolicyFile PUBLISHED =
      PolicyFile.read(Path.of("src", "test", "resources", "golden", "published.yaml"));

  /** As hostile as a file that is accepted can be. */
  private static final PolicyFile HOSTILE =
      PolicyFile.parse(
          "f",
          """
          title: "</title><script>alert(1)</script> | `t` {} %s \\\\ \\" ]("
          contact: "https://b.example/?a=1&b=<x>'|`c`*d*"
          groups:
            files:
              limit: 5/hour
              endpoints:
                - GET /a&b'c/_e_/~f~/{id}
              note: "<b>|`n`</b> %d $1 {}"
          other:
            limit: 9/day
            published: true
          """);

  private static final PolicyFile ALGORITHMS =
      PolicyFile.read(Path.of("src", "test", "resources", "good", "algorithms.yaml"));

  private static String page(PageForm form, PolicyFile file, KeyUsage usage) {
    PageHalves halves = form.halves(file);
    return halves.before() + form.usage(file, usage) + halves.after();
  }

  /** Every group of the file with this much used of each limit, by a key with a hostile id. */
  private static KeyUsage usage(PolicyFile file, long used) {
    List<Counter> counters = new ArrayList<>();
    for (Group group : file.policy().all()) {
      if (group.published()) {
        counters.add(
            new Counter(
                group,
                group.endpoints(),
                group.limits().stream().map(limit -> own(limit, used)).toList()));
      }
    }
    return new KeyUsage("key_4mJx0Qb9TzLw", NOW, counters);
  }

  /** As a limiter would tell it: the count of a smooth limit is its burst. */
  private static OwnLimit own(Limit limit, long used) {
    return new OwnLimit(
        limit, state(limit.name(), limit.burst(), Math.min(used, limit.burst()), NOW + 1_215));
  }

  private static LimitState state(String name, long count, long used, long resetSecond) {
    return new LimitState(name, count, 3_600, count - used, resetSecond, resetSecond - NOW);
  }

  private static KeyUsage one(PolicyFile file, LimitState state) {
    Group group = file.policy().groups().get(0);
    OwnLimit own = new OwnLimit(group.limits().get(0).withCount(state.count()), state);
    return new KeyUsage("key_1", NOW, List.of(new Counter(group, group.endpoints(), List.of(own))));
  }

  private static List<Error> schemaErrors(JsonNode page) throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(Path.of("..", "docs", "reference", "page.schema.json")));
    return schema.validate(page);
  }

  @Test
  void json_withAndWithoutUsage_isOfTheSchema() throws IOException {
    PolicyFile unpublished = PolicyFile.parse("f", "other: 9/day");
    for (PolicyFile file : List.of(PUBLISHED, HOSTILE, ALGORITHMS, unpublished)) {
      JsonNode without = MAPPER.readTree(PageForm.JSON.halves(file).whole());
      JsonNode with = MAPPER.readTree(page(PageForm.JSON, file, usage(file, 3)));

      assertThat(schemaErrors(without)).isEmpty();
      assertThat(schemaErrors(with)).isEmpty();
      assertThat(without.has("usage")).isFalse();
      assertThat(with.has("usage")).isTrue();
    }
    JsonNode bad = MAPPER.readTree("{\"title\":1}");
    assertThat(schemaErrors(bad)).as("the schema refuses something").isNotEmpty();
  }

  @Test
  void json_publishedPolicy_hasItsNumbers() {
    JsonNode page = MAPPER.readTree(page(PageForm.JSON, PUBLISHED, usage(PUBLISHED, 3)));

    assertThat(page.get("groups")).hasSize(11);
    assertThat(page.get("groups").get(3).toString())
        .isEqualTo(
            "{\"name\":\"files\",\"limits\":[{\"name\":\"files\",\"count\":50000,\"period\":3600}],"
                + "\"counter\":\"shared\",\"endpoints\":[\"GET /v1/files\",\"GET /v1/files/{id}\"],"
                + "\"note\":\"\"}");
    assertThat(page.get("usage").get("counters").get(3).toString())
        .isEqualTo(
            "{\"group\":\"files\",\"endpoints\":[\"GET /v1/files\",\"GET /v1/files/{id}\"],"
                + "\"limits\":[{\"name\":\"files\",\"count\":50000,\"period\":3600,\"used\":3,"
                + "\"remaining\":49997,\"reset\":1795511215}]}");
  }

  @Test
  void json_algorithms_areNamedAndOnlyWhatTheyHaveIsThere() {
    JsonNode page = MAPPER.readTree(page(PageForm.JSON, ALGORITHMS, usage(ALGORITHMS, 3)));

    assertThat(page.get("groups").get(0).get("limits").toString())
        .isEqualTo(
            "[{\"name\":\"reports\",\"count\":500,\"period\":3600},"
                + "{\"name\":\"reports-smooth\",\"count\":100,\"period\":60,"
                + "\"algorithm\":\"smooth\",\"burst\":10},"
                + "{\"name\":\"reports-at-once\",\"count\":10,\"algorithm\":\"in-flight\"}]");
    assertThat(page.get("groups").get(1).get("limits").toString())
        .isEqualTo(
            "[{\"name\":\"files\",\"count\":5000,\"period\":3600,\"algorithm\":\"sliding\"}]");
    assertThat(page.get("usage").get("counters").get(0).get("limits").get(1).toString())
        .isEqualTo(
            "{\"name\":\"reports-smooth\",\"count\":100,\"period\":60,\"algorithm\":\"smooth\","
                + "\"burst\":10,\"used\":3,\"remaining\":7,\"reset\":1795511215}");
    assertThat(page.get("usage").get("counters").get(0).get("limits").get(2).toString())
        .isEqualTo(
            "{\"name\":\"reports-at-once\",\"count\":10,\"algorithm\":\"in-flight\","
                + "\"used\":3,\"remaining\":7,\"reset\":1795511215}");
  }

  @Test
  void json_textsOfTheFile_comeBackAsTheyAre() {
    JsonNode page = MAPPER.readTree(PageForm.JSON.halves(HOSTILE).whole());

    assertThat(page.get("title").asString()).isEqualTo(HOSTILE.title());
    assertThat(page.get("contact").asString()).isEqualTo(HOSTILE.contact());
    assertThat(page.get("groups").get(0).get("note").asString()).isEqualTo("<b>|`n`</b> %d $1 {}");
  }

  @Test
  void html_textsOfTheFile_areNoMarkup() {
    String page = page(PageForm.HTML, HOSTILE, usage(HOSTILE, 1));

    assertThat(page)
        .contains("<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; | `t` {} %s")
        .contains("<code><b>GET</b> /a&amp;b&#39;c/_e_/~f~/{id}</code>")
        .contains("(&lt;b&gt;|`n`&lt;/b&gt; %d $1 {})")
        .doesNotContain("<script", "<x>", "<b>|");
    assertThat(page.split("</title>", -1)).hasSize(2);
    PolicyPageTest.assertClosed(page);
  }

  @ParameterizedTest
  @EnumSource(
      value = PageForm.class,
      names = {"MARKDOWN", "LLMS", "LLMS_FULL"})
  void markdown_textsOfTheFile_areNoMarkup(PageForm form) {
    String page = page(form, HOSTILE, usage(HOSTILE, 1));

    assertThat(page)
        .contains("\\</title\\>\\<script\\>alert(1)\\</script\\> \\| \\`t\\` \\{\\} %s")
        .doesNotContainPattern("(?<!\\\\)<script");
    page.lines()
        .filter(line -> line.startsWith("|"))
        .forEach(line -> assertThat(line.split("(?<!\\\\)\\|", -1)).hasSizeBetween(4, 7));
  }

  /** used and left of a limit, the colour and the length of its bar. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0      | 500        | enough | 0
          1      | 499        | enough | 8
          137    | 363        | enough | 274
          399    | 101        | enough | 798
          400    | 100        | low    | 800
          499    | 1          | low    | 998
          500    | 0          | spent  | 1000
          1      | 999999999  | enough | 8
          999999999 | 1       | low    | 999
          1      | 0          | spent  | 1000
          """)
  void html_bar_isAsLongAsWhatIsUsed(long used, long left, String level, long width) {
    String html =
        PageForm.HTML.usage(PUBLISHED, one(PUBLISHED, state("tools", used + left, used, NOW + 60)));

    assertThat(html)
        .contains("<div class=\"gauge " + level + "\">")
        .contains("<rect width=\"" + width + "\" ")
        .contains(String.format("<b>%,d</b> left", left));
    PolicyPageTest.assertClosed(html);
  }

  @Test
  void usage_ownNumber_isShownBesideThePolicys() {
    KeyUsage usage = one(PUBLISHED, state("tools", 70_000, 20, NOW + 60));

    assertThat(PageForm.HTML.usage(PUBLISHED, usage))
        .contains("70,000 requests/hour, in place of 500");
    assertThat(PageForm.MARKDOWN.usage(PUBLISHED, usage))
        .contains(
            "| tools: `POST /v1/tools/*` | 70,000 requests/hour, in place of 500 | 20 | 69,980 |"
                + " 08:47:40 UTC, in 1 min |\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0      | 08:46:40 UTC, in 0 s
          59     | 08:47:39 UTC, in 59 s
          3599   | 09:46:39 UTC, in 59 min
          7260   | 10:47:40 UTC, in 2 h 1 min
          90000  | 25 November 2026, 09:46:40 UTC, in 1 d 1 h
          -5     | 08:46:35 UTC, in 0 s
          """)
  void usage_reset_isATimeAndAWait(long seconds, String shown) {
    KeyUsage usage = one(PUBLISHED, state("tools", 500, 1, NOW + seconds));

    assertThat(PageForm.MARKDOWN.usage(PUBLISHED, usage)).contains("| " + shown + " |");
    assertThat(PageForm.HTML.usage(PUBLISHED, usage)).contains(">" + shown + "</time>");
  }

  /** used of a limit, and what its line says of the reset. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 | 500 requests/hour | no window is open
          0 | 500 requests/hour sliding | 09:06:55 UTC, in 20 min
          0 | 500 requests/hour smooth, burst 20 | all is there
          1 | 500 requests/hour smooth, burst 20 | 09:06:55 UTC, in 20 min
          1 | 10 in flight | as requests end
          """)
  void usage_algorithm_saysWhenAllIsBack(long used, String limit, String reset) {
    PolicyFile file = PolicyFile.parse("f", "other: {published: true, limit: \"" + limit + "\"}");
    String markdown = PageForm.MARKDOWN.usage(file, usage(file, used));

    assertThat(markdown).contains(" | " + limit + " | " + used + " | ").contains(reset + " |\n");
    assertThat(PageForm.HTML.usage(file, usage(file, used)).contains(", resets "))
        .isEqualTo(reset.contains("UTC"));
  }

  @Test
  void usage_ownNumberOfASmoothLimit_isTheRatesAndTheBurstIsLowered() {
    PolicyFile file =
        PolicyFile.parse("f", "other: {published: true, limit: '500/hour smooth, burst 20'}");
    Group other = file.policy().other();
    OwnLimit own = own(other.limits().get(0).withCount(5), 2);
    KeyUsage usage =
        new KeyUsage("key_1", NOW, List.of(new Counter(other, List.of(), List.of(own))));

    assertThat(PageForm.MARKDOWN.usage(file, usage))
        .contains("| 5 requests/hour smooth, burst 5, in place of 500 | 2 | 3 |");
  }

  @Test
  void usage_nothingUsed_hasAResetByTheClockOnly() {
    PolicyFile clock =
        PolicyFile.parse(
            "f",
            """
            window: clock
            other: 1/day
            groups: {a: {limit: 5/hour, endpoints: [GET /a]}}
            """);
    LimitState untouched = state("tools", 500, 0, NOW + 60);

    assertThat(PageForm.HTML.usage(PUBLISHED, one(PUBLISHED, untouched))).doesNotContain("resets");
    assertThat(PageForm.MARKDOWN.usage(PUBLISHED, one(PUBLISHED, untouched)))
        .contains("| 0 | 500 | no window is open |");
    assertThat(PageForm.HTML.usage(clock, one(clock, untouched))).contains("0 used, resets");
  }

  @Test
  void llms_listsTheForms_andTheFullOneContainsThePage() {
    String llms = PageForm.LLMS.halves(PUBLISHED).whole();
    String full = PageForm.LLMS_FULL.halves(PUBLISHED).whole();

    assertThat(llms).startsWith("# Rate limits\n\n> ");
    for (PageForm form : PageForm.values()) {
      assertThat(llms.contains("](" + form.path() + ")")).isEqualTo(form != PageForm.LLMS);
    }
    assertThat(full).startsWith(llms).endsWith(PageForm.MARKDOWN.halves(PUBLISHED).whole());
  }

  @Test
  void securityPolicy_namesTheStyleThatThePageHas() throws Exception {
    String page = PageForm.HTML.halves(PUBLISHED).whole();
    String style = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
    byte[] sum =
        MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));

    assertThat(PolicyPage.contentSecurityPolicy())
        .startsWith("default-src 'none'; ")
        .contains("style-src 'sha256-" + Base64.getEncoder().encodeToString(sum) + "';")
        .doesNotContain("unsafe");
    assertThat(page).doesNotContain("style=\"");
  }
}
