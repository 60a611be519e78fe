package io.tallygate.gateway.dashboard;

import io.tallygate.testing.TestBrowser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The dashboard on a screen, as somebody uses it. */
final class Screen implements AutoCloseable {

  /** What sticks out of a screen of WIDTH to the right, the page itself included. */
  private static final String STICKS_OUT =
      """
      [...document.querySelectorAll('body *')]
          .filter(e => e.getBoundingClientRect().right > WIDTH + 0.5
              && !e.closest('.scroll, pre, .u-wrap'))
          .map(e => e.tagName + '.' + e.className).join(' ')
          + (document.documentElement.scrollWidth > WIDTH ? ' scrolls' : '')
      """;

  private static final String AXE_RUN =
      """
      ;axe.run(document, {resultTypes: ['violations']}).then(found => found.violations
          .filter(it => it.impact === 'serious' || it.impact === 'critical')
          .map(it => it.id + ' at ' + it.nodes.map(node => node.target.join(' ')).join(', '))
          .join('; ').replaceAll('"', '').replaceAll('\\\\', ''))
      """;

  private static final Pattern COMPLAINT =
      Pattern.compile(
          "\"(Log\\.entryAdded|Runtime\\.consoleAPICalled|Runtime\\.exceptionThrown)\"");

  private static final int TABS_MAX = 100;

  private static final Path PICTURES = Path.of("target", "dashboard");

  private final TestBrowser browser;
  private final String url;
  private final String axe;

  Screen(TestBrowser browser, String url) throws IOException {
    this.browser = browser;
    this.url = url;
    String resource = "META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    try (InputStream in = Screen.class.getClassLoader().getResourceAsStream(resource)) {
      axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Files.createDirectories(PICTURES);
  }

  /**
   * What is wrong with a page as it is looked at now, its folded forms open: complaints of the
   * browser, what stands in people's way, what sticks out. Takes a picture of it, folded.
   *
   * @return empty if nothing
   */
  String faults(String path, int width, String name) throws IOException {
    String complaints =
        open(path).stream()
            .filter(event -> COMPLAINT.matcher(event).find())
            .collect(Collectors.joining("; "));
    evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
    String faults = complaints + obstacles() + sticksOut(width);
    evaluate("document.querySelectorAll('details').forEach(d => d.open = false)");
    picture(name);
    return faults;
  }

  /** Goes to a page behind {@code /dashboard}; returns what happened on the way. */
  List<String> open(String path) throws IOException {
    return browser.open(url + path);
  }

  /** How the page is seen from now on. */
  void look(int width, String scheme) throws IOException {
    browser.look(width, scheme);
  }

  String evaluate(String expression) throws IOException {
    return browser.evaluate(expression);
  }

  void type(String selector, String text) throws IOException {
    browser.evaluate(
        ("(e => {e.focus(); e.value = '%s';"
                + " e.dispatchEvent(new Event('input', {bubbles: true}));"
                + " e.dispatchEvent(new Event('change', {bubbles: true}));})"
                + "(document.querySelector('%s'))")
            .formatted(text, selector));
  }

  /** Presses a key, where the focus is. */
  void press(String key) throws IOException {
    browser.press(key);
  }

  /** Writes where the focus is. */
  void write(String text) throws IOException {
    browser.write(text);
  }

  /** Goes from the focus on with the Tab key alone, until an element has it. */
  void tabTo(String selector) throws IOException {
    for (int i = 0; i < TABS_MAX; i++) {
      browser.press("Tab");
      if (evaluate("document.activeElement.matches('" + selector + "')").equals("true")) {
        return;
      }
    }
    throw new AssertionError("not reached by the Tab key: " + selector);
  }

  void click(String selector) throws IOException {
    browser.click(selector);
  }

  /** Clicks what leads to another page, and waits for that. */
  void follow(String selector) throws IOException {
    browser.evaluate("window.before = true");
    click(selector);
    until("!window.before && document.readyState === 'complete'");
  }

  /** Presses Enter, which leads to another page, and waits for that. */
  void followByEnter() throws IOException {
    browser.evaluate("window.before = true");
    press("Enter");
    until("!window.before && document.readyState === 'complete'");
  }

  /** Opens a folded form and fills nothing in. */
  void unfold(String summary) throws IOException {
    browser.evaluate(
        ("(s => {s.id = 'unfold-me'; s.scrollIntoView();})"
                + "([...document.querySelectorAll('summary')]"
                + ".find(s => s.textContent.startsWith('%s')))")
            .formatted(summary));
    click("#unfold-me");
    browser.evaluate("document.getElementById('unfold-me').removeAttribute('id')");
  }

  /** Waits until an expression is true; the test's timeout ends it. */
  void until(String expression) throws IOException {
    while (true) {
      try {
        if (browser.evaluate(expression).equals("true")) {
          return;
        }
      } catch (IOException e) {
        if (!String.valueOf(e.getMessage()).contains("browser refused")) {
          throw e; // a page on its way answers with an error
        }
      }
      if (Thread.interrupted()) {
        throw new AssertionError("waited in vain: " + expression + " at " + text("main"));
      }
    }
  }

  /** Loads the page anew until an expression is true of it; no load is under way after that. */
  void untilReloaded(String expression) throws IOException {
    String here = browser.evaluate("location.href");
    while (!browser.evaluate(expression).equals("true")) {
      if (Thread.interrupted()) {
        throw new AssertionError("waited in vain: " + expression + " at " + text("main"));
      }
      browser.open(here);
    }
  }

  void untilText(String selector, String text) throws IOException {
    until(
        "(document.querySelector('%s') || {textContent: ''}).textContent.includes('%s')"
            .formatted(selector, text));
  }

  String text(String selector) throws IOException {
    return plain(
        browser.evaluate(
            "document.querySelector('%s').innerText.replaceAll(String.fromCharCode(34), '')"
                .formatted(selector)));
  }

  /** Without the escapes in which the browser writes its answers. */
  private static String plain(String json) {
    return Pattern.compile("\\\\u([0-9A-Fa-f]{4})")
        .matcher(json.replace("\\n", "\n").replace("\\t", "\t"))
        .replaceAll(code -> Character.toString(Integer.parseInt(code.group(1), 16)));
  }

  String path() throws IOException {
    return browser.evaluate("location.pathname");
  }

  /** What axe calls serious or critical; empty if nothing. */
  String obstacles() throws IOException {
    return browser.await(axe + AXE_RUN);
  }

  String sticksOut(int width) throws IOException {
    return browser.evaluate(STICKS_OUT.replace("WIDTH", "" + width));
  }

  void picture(String name) throws IOException {
    Files.write(PICTURES.resolve(name + ".png"), browser.picture());
  }

  @Override
  public void close() throws IOException {
    browser.close();
  }
}
