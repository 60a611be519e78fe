package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.GatewayConfig.Sight;
import io.tallygate.gateway.GatewayConfig.Switches;
import io.tallygate.limiter.header.HeaderFields.Ietf;
import io.tallygate.policy.Gate;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.page.PageForm;
import io.tallygate.testing.RawClient;
import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of the policy in force, where the gateway serves it. */
@Timeout(120)
final class PageIT {

  static final GatewayConfig ON = Fixture.with(new Switches(false, true, Sight.DEFAULT));

  private static final String HTML = PageForm.HTML.path();
  private static final String MARKDOWN = PageForm.MARKDOWN.path();
  private static final String JSON = PageForm.JSON.path();

  static Fixture serving() throws IOException {
    return new Fixture(Fixture.policy(Gate.DEFAULT), ON);
  }

  static String field(String key) {
    return "Authorization: Bearer " + key;
  }

  /** The path, the type, what the page begins with, and a text in it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /docs/rate-limits      | text/html; charset=utf-8     | <!DOCTYPE html> | 10 requests/hour
          /docs/rate-limits.md   | text/markdown; charset=utf-8 | # Rate limits   | 10 requests/hour
          /docs/rate-limits.json | application/json             | {"title":       | "count":10,
          /llms.txt              | text/plain; charset=utf-8    | # Rate limits   | /llms-full.txt
          /llms-full.txt         | text/plain; charset=utf-8    | # Rate limits   | 10 requests/hour
          """)
  void form_withoutAKey_isServed(String path, String type, String start, String text)
      throws IOException {
    try (Fixture fixture = serving();
        RawClient client = fixture.client()) {
      Response page = client.call("GET", path);

      assertThat(page.status()).isEqualTo(200);
      assertThat(page.field("Content-Type")).isEqualTo(type);
      assertThat(page.field("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(page.body())
          .startsWith(start)
          .contains(text)
          .doesNotContain("What your key has left", "usage\"");
      assertThat(page.limit()).isEqualTo(600);
      assertThat(page.remaining()).isEqualTo(599);
      assertThat(page.field("RateLimit-Policy")).startsWith("\"open\";q=600;w=60");
      assertThat(fixture.upstream.calls()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(PageForm.class)
  void form_switchedOff_isTheUpstreams(PageForm form) throws IOException {
    try (Fixture fixture = new Fixture()) {
      String key = fixture.keys.add("k1");

      Response response = fixture.call(key, "GET", form.path());

      assertThat(response.field("X-From")).isEqualTo("upstream");
      assertThat(fixture.upstream.lastSeen().uri()).isEqualTo(form.path());
      try (RawClient client = fixture.client()) { // /docs/* is open, the others are not
        int expected = form.path().startsWith("/docs/") ? 200 : 401;
        assertThat(client.call("GET", form.path()).status()).isEqualTo(expected);
      }
    }
  }

  /** Only the five paths are ours: every other spelling is what it is without the page. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/docs/rate-limits/",
        "/docs//rate-limits",
        "//docs/rate-limits",
        "/Docs/rate-limits",
        "/docs/rate-limits.MD",
        "/docs/rate%2Dlimits",
        "/docs/x/../rate-limits",
        "/docs/./rate-limits",
        "/docs/rate-limits;a=b",
        "/docs/rate-limits%20",
        "/docs%2Frate-limits",
        "/docs\\rate-limits",
        "/llms.txt/",
        "/LLMS.txt",
        "/x/..%2f/llms.txt"
      })
  void otherSpelling_isAsWithoutThePage(String path) throws IOException {
    try (Fixture off = new Fixture();
        Fixture on = serving()) {
      String key = off.keys.add("k1");
      on.keys.add("k1");

      Response without = off.call(key, "GET", path);
      Response with = on.call(key, "GET", path);

      assertThat(with.status()).isEqualTo(without.status());
      assertThat(with.field("X-From")).isEqualTo(without.field("X-From"));
      assertThat(with.limit()).isEqualTo(without.limit());
      assertThat(on.upstream.calls()).isEqualTo(off.upstream.calls());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/docs/rate-limits?x=/v1/things", "http://other.example/docs/rate-limits"})
  void queryAndAbsoluteForm_meanTheSamePath(String target) throws IOException {
    try (Fixture fixture = serving();
        RawClient client = fixture.client()) {
      assertThat(client.call("GET", target).body()).startsWith("<!DOCTYPE html>");
      assertThat(fixture.upstream.calls()).isZero();
    }
  }

  @Test
  void changedPolicy_isOnThePageAtOnce() throws IOException {
    try (Fixture fixture = serving();
        RawClient client = fixture.client()) {
      String before = client.call("GET", MARKDOWN).field("ETag");
      fixture.gateway.policy(
          PolicyFile.parse(
              "f", "groups: {a: {limit: 77/hour, endpoints: [GET /a]}}\nother: 1/day\n"));

      Response after = client.call("GET", MARKDOWN, "If-None-Match: " + before);

      assertThat(after.status()).isEqualTo(200);
      assertThat(after.body()).contains("77 requests/hour").doesNotContain("10 requests/hour");
      assertThat(after.field("ETag")).isNotEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource(PageForm.class)
  void etag_sentBack_is304(PageForm form) throws IOException {
    try (Fixture fixture = serving();
        RawClient client = fixture.client()) {
      Response first = client.call("GET", form.path());
      String tag = first.field("ETag");
      assertThat(tag).matches("\"[A-Za-z0-9_-]{22}\"");
      assertThat(first.field("Cache-Control")).isEqualTo("public, no-cache");
      assertThat(first.field("Vary")).isEqualTo("Authorization");

      for (String known : List.of(tag, "W/" + tag, "*", "\"a\", " + tag)) {
        Response again = client.call("GET", form.path(), "If-None-Match: " + known);
        assertThat(again.status()).as(known).isEqualTo(304);
        assertThat(again.field("ETag")).isEqualTo(tag);
        assertThat(again.field("Cache-Control")).isEqualTo("public, no-cache");
        assertThat(again.field("Vary")).isEqualTo("Authorization");
        assertThat(again.fields()).doesNotContainKeys("content-length", "content-type");
        assertThat(again.remaining()).isLessThan(600);
      }
      Response other = client.call("GET", form.path(), "If-None-Match: \"a\"");
      assertThat(other.status()).isEqualTo(200);
      assertThat(other.body()).isEqualTo(first.body());
    }
  }

  @Test
  void withAKey_nothingIsCached() throws IOException {
    try (Fixture fixture = serving();
        RawClient client = fixture.client()) {
      String key = fixture.keys.add("k1");
      String tag = client.call("GET", HTML).field("ETag");

      Response response = client.call("GET", HTML, field(key), "If-None-Match: " + tag);

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.field("Cache-Control")).isEqualTo("private, no-store");
      assertThat(response.field("Vary")).isEqualTo("Authorization");
      assertThat(response.fields()).doesNotContainKey("etag");
    }
  }

  @Test
  void head_isGetWithoutTheBody() throws IOException {
    try (Fixture fixture = serving();
        RawClient client = fixture.client()) {
      String key = fixture.keys.add("k1");
      for (String[] fields : List.of(new String[] {}, new String[] {field(key)})) {
        Response get = client.call("GET", HTML, fields);
        Response head = client.call("HEAD", HTML, fields);

        assertThat(head.status()).isEqualTo(200);
        for (String name : List.of("Content-Type", "Content-Length", "ETag", "Cache-Control")) {
          assertThat(head.field(name)).as(name).isEqualTo(get.field(name));
        }
      }
      assertThat(client.call("GET", HTML).status()).as("the connection goes on").isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "get", "TRACE"})
  void otherMethod_is405(String method) throws IOException {
    try (Fixture fixture = serving();
        RawClient client = fixture.client()) {
      String key = fixture.keys.add("k1");
      Response open = client.call(method, HTML, "Origin: https://a.example");
      Response keyed = client.call(method, HTML, field(key));

      for (Response response : List.of(open, keyed)) {
        assertThat(response.status()).isEqualTo(405);
        assertThat(response.field("Allow")).isEqualTo("GET, HEAD");
        assertThat(response.body()).contains("\"code\":\"method_not_allowed\"");
      }
      assertThat(open.limit()).isEqualTo(600);
      assertThat(keyed.limit()).isEqualTo(60);
      assertThat(fixture.upstream.calls()).isZero();
    }
  }

  @Test
  void html_hasAStrictSecurityPolicy() throws IOException {
    try (Fixture fixture = serving();
        RawClient client = fixture.client()) {
      assertThat(client.call("GET", HTML).field("Content-Security-Policy"))
          .matches(
              "default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; img-src data:;"
                  + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
      assertThat(client.call("GET", HTML).field("Referrer-Policy")).isEqualTo("no-referrer");
    }
  }

  @Test
  void listedOrigin_mayReadThePage() throws IOException {
    Gate gate = new Gate("tg_key_", Ietf.DRAFT_10, List.of("https://page.example"), List.of());
    try (Fixture fixture = new Fixture(Fixture.policy(gate), ON);
        RawClient client = fixture.client()) {
      Response listed = client.call("GET", JSON, "Origin: https://page.example");
      Response foreign = client.call("GET", JSON, "Origin: https://evil.example");

      assertThat(listed.field("Access-Control-Allow-Origin")).isEqualTo("https://page.example");
      assertThat(listed.field("Vary")).isEqualToIgnoringCase("Authorization, Origin");
      assertThat(listed.field("Access-Control-Expose-Headers")).contains("X-RateLimit-Reset");
      assertThat(foreign.fields()).doesNotContainKey("access-control-allow-origin");
      assertThat(foreign.field("Vary")).isEqualToIgnoringCase("Authorization, Origin");
    }
  }

  @Test
  void body_ofARequestForThePage_isThrownAway() throws IOException {
    try (Fixture fixture = serving();
        RawClient client = fixture.client()) {
      client.send(RawClient.head("GET", HTML, List.of("Content-Length: 5")) + "12345");
      assertThat(client.read("GET").status()).isEqualTo(200);
      client.send(RawClient.head("GET", JSON, List.of()));
      assertThat(client.read("GET").field("Content-Type")).isEqualTo("application/json");
    }
  }
}
