package io.tallygate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.page.PageForm;
import io.tallygate.testing.TestBrowser;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser: phone and desktop, light and dark, with and without a key. */
@Tag("needs-chromium")
@Timeout(120)
final class PageBrowserIT {

  /** The least contrast of any text to what is behind it (WCAG 2.2, 1.4.3). */
  private static final String LEAST_CONTRAST =
      """
      (() => {
        const parts = color => color.match(/[0-9.]+/g).map(Number);
        const light = color => parts(color).slice(0, 3).map(c => c / 255)
            .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
            .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
        const behind = e => {
          const p = parts(getComputedStyle(e).backgroundColor);
          return p.length < 4 || p[3] > 0 ? getComputedStyle(e).backgroundColor
              : e.parentElement ? behind(e.parentElement) : 'rgb(255, 255, 255)';
        };
        let least = 21;
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const e = walker.currentNode.parentElement;
          if (!walker.currentNode.data.trim()) continue;
          const [a, b] = [light(getComputedStyle(e).color), light(behind(e))];
          least = Math.min(least, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
        }
        return least;
      })()
      """;

  /**
   * What sticks out of a screen of WIDTH to the right, the page itself included. Not of innerWidth,
   * for a phone that has to show something wide makes that larger.
   */
  private static final String STICKS_OUT =
      """
      [...document.querySelectorAll('*')]
          .filter(e => e.getBoundingClientRect().right > WIDTH + 0.5
              && !e.closest('.scroll, pre'))
          .map(e => e.tagName + '.' + e.className).join(' ')
          + (document.documentElement.scrollWidth > WIDTH ? ' scrolls' : '')
      """;

  @TempDir static Path profile;

  private static Fixture fixture;
  private static TestBrowser browser;

  @BeforeAll
  static void open() throws Exception {
    fixture = new Fixture(PolicyFile.bundled("videogen"), PageIT.ON);
    fixture.keys.add("k1");
    for (int i = 0; i < 9; i++) {
      fixture.call("k1", "POST", "/v1/webhooks/endpoints");
    }
    for (int i = 0; i < 200; i++) {
      fixture.call("k1", "POST", "/v1/files/upload");
    }
    browser = new TestBrowser(profile);
  }

  @AfterAll
  static void close() throws Exception {
    browser.close();
    fixture.close();
  }

  @ParameterizedTest
  @CsvSource({
    "390, light, ''",
    "390, dark, k1",
    "320, light, k1",
    "1280, light, k1",
    "1280, dark, ''",
  })
  void page_inABrowser_isWhole(int width, String scheme, String key) throws Exception {
    browser.look(width, scheme);
    browser.sends(key.isEmpty() ? "{}" : "{\"Authorization\":\"Bearer " + key + "\"}");
    String url = "http://127.0.0.1:" + fixture.gateway.address().getPort() + PageForm.HTML.path();

    List<String> events = browser.open(url);

    assertThat(events)
        .as("nothing is refused, complained of, or run")
        .noneMatch(
            event ->
                event.contains("\"Log.entryAdded\"")
                    || event.contains("\"Runtime.consoleAPICalled\"")
                    || event.contains("\"Runtime.exceptionThrown\""));
    assertThat(events)
        .filteredOn(event -> event.contains("\"Network.requestWillBeSent\""))
        .as("the page, and at most its own icon")
        .allMatch(event -> event.contains("\"url\":\"" + url) || event.contains("\"url\":\"data:"));
    assertThat(browser.evaluate(STICKS_OUT.replace("WIDTH", "" + width))).isEmpty();
    assertThat(Double.parseDouble(browser.evaluate(LEAST_CONTRAST))).isGreaterThanOrEqualTo(4.5);
    assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor"))
        .as("the style is in force")
        .isEqualTo(scheme.equals("light") ? "rgb(255, 255, 255)" : "rgb(16, 20, 24)");
    assertThat(browser.evaluate("[...document.querySelectorAll('.gauge')].length"))
        .isEqualTo(key.isEmpty() ? "0" : "11");
    assertThat(browser.evaluate("document.querySelectorAll('[data-group]').length"))
        .isEqualTo("11");
    if (!key.isEmpty()) {
      assertThat(browser.evaluate(bar(5))).as("200 of 500 uploads").isEqualTo("0.40");
      assertThat(browser.evaluate(bar(9))).as("9 of 10 webhooks").isEqualTo("0.90");
      assertThat(browser.evaluate(bar(0))).as("no tools").isEqualTo("0.00");
    }
  }

  /** How much of its bar a gauge has filled, as it is drawn. */
  private static String bar(int gauge) {
    return ("(svg => (svg.firstElementChild.getBoundingClientRect().width"
            + " / svg.getBoundingClientRect().width).toFixed(2))"
            + "(document.querySelectorAll('.gauge svg')[%d])")
        .formatted(gauge);
  }
}
