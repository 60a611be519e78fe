package io.tallygate.policy.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.policy.Group;
import io.tallygate.policy.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyPageTest {

  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
  private static final PolicyFile PUBLISHED =
      PolicyFile.read(Path.of("src", "test", "resources", "golden", "published.yaml"));
  private static final Pattern TAG = Pattern.compile("<(/?)([a-z0-9]+)[^>]*>");
  private static final Set<String> WITHOUT_END = Set.of("meta", "link");

  private static final String ONE_GROUP =
      """
      groups:
        files:
          limit: 500/hour
          endpoints:
            - GET /files
            - GET /files/{id}
      other: 100/hour
      """;

  @Test
  void markdown_manyGroups_isAsWritten() throws IOException {
    assertThat(PolicyPage.markdown(PUBLISHED))
        .isEqualTo(Files.readString(GOLDEN.resolve("published-page.md")));
  }

  @Test
  void html_manyGroups_isAsWritten() throws IOException {
    assertThat(PolicyPage.html(PUBLISHED))
        .isEqualTo(Files.readString(GOLDEN.resolve("published-page.html")));
  }

  @Test
  void markdown_everyAlgorithm_isAsWritten() throws IOException {
    PolicyFile file = PolicyFile.read(Path.of("src/test/resources/good/algorithms.yaml"));

    assertThat(PolicyPage.markdown(file))
        .isEqualTo(Files.readString(GOLDEN.resolve("algorithms-page.md")));
  }

  /** A published limit, an unpublished one, and what the page says; ! for what it does not say. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          500/hour smooth, burst 20 | 7/day        | ! A window opens in the second
          500/hour smooth, burst 20 | 7/day        | ! gives a number and a time
          500/hour smooth, burst 20 | 7/day | with 500 requests/hour smooth, burst 20, up to 520.
          500/hour smooth, burst 20 | 7/day | may send a certain number of requests in a time, for
          500/hour smooth, burst 20 | 7/day        | X-RateLimit-Limit: 20\n
          500/hour smooth, burst 20 | 7/day        | "files";q=20;w=144;qu="requests";pk=
          500/hour smooth, burst 20 | 7/day        | "files";r=0;t=8;pk=
          500/hour smooth, burst 20 | 7/day        | Retry-After: 8\n
          500/hour smooth, burst 20 | 7/day        | `X-RateLimit-Reset` let you spread
          500/hour smooth, burst 20 | 9/day smooth | ! `X-RateLimit-Reset` let you spread
          500/hour sliding          | 7/day        | with 500 requests/hour sliding, up to 999.
          500/hour sliding          | 7/day        | ! gives a number and a time
          10 in flight              | 7/day        | with 10 in flight, never more than 10.
          10 in flight              | 7/day        | "files";q=10;qu="concurrent-requests";pk=
          10 in flight              | 7/day        | or have a certain number under way at once, for
          10 in flight              | 7/day        | Retry-After: 1\n
          500/hour                  | 9 in flight  | ! A limit in flight is for
          500/hour                  | 9 in flight  | in flight, a second from now
          500/hour                  | 9 in flight  | ! 9 in flight
          500/hour                  | 9 in flight  | ! gives a number and a time
          """)
  void markdown_algorithm_isToldWhereThePageHasIt(String limit, String hidden, String sentence) {
    String page =
        PolicyPage.markdown(
            PolicyFile.parse(
                "f",
                "groups: {files: {limit: '%s', endpoints: [GET /files]}}\nother: %s"
                    .formatted(limit, hidden)));
    String said = sentence.replace("\\n", "\n");

    if (said.startsWith("! ")) {
      assertThat(page).doesNotContain(said.substring(2));
    } else {
      assertThat(page).contains(said);
    }
  }

  @Test
  void markdown_algorithmOfNothingPublished_isToldWithoutItsNumber() {
    String page = PolicyPage.markdown(PolicyFile.parse("f", "other: 77/day sliding"));

    assertThat(page)
        .contains("at most twice the limit less one.\n")
        .doesNotContain("77 requests", "153");
  }

  /**
   * What is added to a policy, and what the page says because of it; ! for what it does not say.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          window: first-call  | A window opens in the second of the first request
          window: clock       | Windows follow the clock
          window: clock       | ! A window opens in the second
          case: exact         | Capital and small letters in a path differ
          case: ignore        | Capital and small letters in a path are the same
          on-full: deny       | the answer is 503 `counters_full`
          on-full: allow      | the request passes uncounted
          ietf-headers: off   | ! RateLimit-Policy
          ietf-headers: draft-10 | RateLimit-Policy: "files";q=500;w=3600;qu="requests";pk=
          contact: a@b.example   | ask [a@b.example](mailto:a@b.example).
          contact: https://b.example/?a=b | (https://b.example/?a=b).
          contact: https://b.example/(a | (<https://b.example/(a>).
          contact: javascript:alert(1) | ask javascript:alert(1).
          title: Limits       | ask whoever gave you your key.
          'open: [GET /docs/*]' | No key is needed for `GET /docs/*`, limited to 600 requests/minute
          title: Limits       | ! No key is needed
          title: Limits       | with 500 requests/hour, up to 1,000 around the end
          title: Limits       | may send 60 requests/minute of them
          """)
  void markdown_setting_isSaid(String setting, String sentence) {
    String page = PolicyPage.markdown(PolicyFile.parse("f", ONE_GROUP + setting));

    if (sentence.startsWith("! ")) {
      assertThat(page).doesNotContain(sentence.substring(2));
    } else {
      assertThat(page).contains(sentence);
    }
  }

  @Test
  void markdown_groupSettings_areSaid() {
    PolicyFile file =
        PolicyFile.parse(
            "f",
            """
            groups:
              files:
                limit:
                  - 500/hour
                  - name: burst
                    limit: 10/30s
                endpoints:
                  - GET /files
                  - GET /files/{id}
                counter: each-endpoint
              hidden:
                limit: 7/hour
                endpoints:
                  - GET /hidden
                published: false
            other:
              limit: 9/day
              published: true
            """);

    assertThat(PolicyPage.markdown(file))
        .contains(
            "| `GET /files`, `GET /files/{id}` |"
                + " 500 requests/hour and 10 requests/30 seconds for each |\n")
        .contains("| every other endpoint | 9 requests/day |\n")
        .contains("Endpoints that are not in the table have limits too")
        .contains("Where the row says so, each endpoint has a counter of its own.")
        .contains("a request must be within all of them")
        .doesNotContain("hidden");
  }

  @Test
  void markdown_nothingPublished_hasNoTableOfLimits() {
    String page = PolicyPage.markdown(PolicyFile.parse("f", "other: 9/day"));

    assertThat(page)
        .contains("Which limit holds for an endpoint, the headers of its responses tell.")
        .doesNotContain("Endpoint group")
        .contains("X-RateLimit-Limit: 9\n");
  }

  @Test
  void html_textsOfTheFile_areNoMarkup() {
    PolicyFile file =
        PolicyFile.parse(
            "f",
            """
            title: "<script>alert('1')</script> & \\"more\\""
            contact: "</p><img src=x onerror=alert(1)>"
            groups:
              files:
                limit: 1/hour
                endpoints:
                  - GET /a&b'c
                note: "<b>{} `x`</b>"
            other: 1/hour
            """);
    String page = PolicyPage.html(file);

    assertThat(page)
        .contains("<h1>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;more&quot;</h1>")
        .contains("<code><b>GET</b> /a&amp;b&#39;c</code> (&lt;b&gt;{} `x`&lt;/b&gt;)")
        .contains("ask &lt;/p&gt;&lt;img src=x onerror=alert(1)&gt;.")
        .doesNotContain("<script", "<img", "<b>{}");
    assertClosed(page);
  }

  @Test
  void markdown_textsOfTheFile_areNoMarkup() {
    PolicyFile file =
        PolicyFile.parse(
            "f",
            """
            title: "<script> [x](y) `z` *a* _b_ #c"
            contact: "a|b \\\\ ![i](u)"
            other: 1/hour
            """);

    assertThat(PolicyPage.markdown(file))
        .startsWith("# \\<script\\> \\[x\\](y) \\`z\\` \\*a\\* \\_b\\_ \\#c\n")
        .contains("ask a\\|b \\\\ \\!\\[i\\](u).");
  }

  @Test
  void html_bundledPolicy_isOneFileWhoseTagsAreClosed() {
    String page = PolicyPage.html(PUBLISHED);

    assertThat(page)
        .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
        .contains("<meta name=\"viewport\"", "prefers-color-scheme: dark", "<th scope=\"col\"")
        .doesNotContain("src=", "@import", "url(", "<script", "href=\"/");
    assertThat(page.split("<h1>", -1)).hasSize(2);
    assertClosed(page);
  }

  @Test
  void html_bundledPolicy_endsWithThePracticesAndTheContact() {
    String page = PolicyPage.html(PUBLISHED);

    assertThat(page.substring(page.indexOf("<h2 id=\"best-practices\"")))
        .containsSubsequence(
            "Back off exponentially.</strong> Wait 1 s after the first 429, then 2 s, then 4 s",
            "Use webhooks instead of polling.",
            "Cache resource lists.</strong> Lists of resources stay the same for hours",
            "mailto:support@videogen.example",
            "</html>");
  }

  @Test
  void html_rows_bearTheirGroupsNames() {
    String page = PolicyPage.html(PUBLISHED);

    assertThat(page)
        .contains("data-group=\"files\"><td role=\"cell\"><code><b>GET</b> /v1/files</code>");
    PUBLISHED.policy().all().stream()
        .filter(Group::published)
        .forEach(group -> assertThat(page).contains("data-group=\"" + group.name() + "\""));
  }

  static void assertClosed(String page) {
    Deque<String> open = new ArrayDeque<>();
    Matcher tag = TAG.matcher(page);
    while (tag.find()) {
      if (tag.group(1).isEmpty() && !WITHOUT_END.contains(tag.group(2))) {
        open.push(tag.group(2));
      } else if (!tag.group(1).isEmpty()) {
        assertThat(open.pop()).as("at %s", tag.start()).isEqualTo(tag.group(2));
      }
    }
    assertThat(open).isEmpty();
  }
}
