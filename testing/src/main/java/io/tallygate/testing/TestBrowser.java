package io.tallygate.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real browser with one page, led by the DevTools protocol over a pipe: messages of JSON, each
 * with a zero byte behind it.
 */
public final class TestBrowser implements AutoCloseable {

  private static final String LINE =
      "exec chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
          + " --hide-scrollbars --disable-background-networking --disable-component-update"
          + " --disable-sync --remote-debugging-pipe \"--user-data-dir=$0\" about:blank"
          + " 3<&0 4>&1 >\"$0/chromium.log\" 2>&1";

  private static final Map<String, Integer> CODES =
      Map.of("Tab", 9, "Enter", 13, "End", 35, "Home", 36, "ArrowDown", 40);

  private final Process process;
  private final InputStream in;
  private final List<String> events = new ArrayList<>();
  private final String session;
  private int lastId;

  public TestBrowser(Path profile) throws IOException {
    process = new ProcessBuilder("sh", "-c", LINE, profile.toString()).start();
    in = new BufferedInputStream(process.getInputStream());
    String target = text(ask("Target.createTarget", "{\"url\":\"about:blank\"}", ""), "targetId");
    session =
        text(
            ask("Target.attachToTarget", "{\"targetId\":\"" + target + "\",\"flatten\":true}", ""),
            "sessionId");
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", "{}");
    }
  }

  /** How the page is seen from now on. */
  public void look(int width, String scheme) throws IOException {
    call(
        "Emulation.setDeviceMetricsOverride",
        "{\"width\":%d,\"height\":844,\"deviceScaleFactor\":1,\"mobile\":%s}"
            .formatted(width, width < 500));
    call(
        "Emulation.setEmulatedMedia",
        "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + scheme + "\"}]}");
  }

  /** Field lines of every request from now on, as JSON. */
  public void sends(String fields) throws IOException {
    call("Network.setExtraHTTPHeaders", "{\"headers\":" + fields + "}");
  }

  /** Goes to a page and waits until it is loaded; returns what happened on the way. */
  public List<String> open(String url) throws IOException {
    events.clear();
    call("Page.navigate", "{\"url\":\"" + url + "\"}");
    while (events.stream().noneMatch(event -> event.contains("\"Page.loadEventFired\""))) {
      take(message());
    }
    return events;
  }

  /** What an expression is, which must be a text without quotes. */
  public String evaluate(String expression) throws IOException {
    String escaped = expression.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ");
    return text(call("Runtime.evaluate", "{\"expression\":\"String(" + escaped + ")\"}"), "value");
  }

  /** What a promise comes to, which must be a text without quotes; the script may have lines. */
  public String await(String promise) throws IOException {
    String escaped = promise.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return text(
        call(
            "Runtime.evaluate",
            "{\"awaitPromise\":true,\"expression\":\"" + controlled(escaped) + "\"}"),
        "value");
  }

  /** JSON has no control characters in its texts. */
  private static String controlled(String text) {
    return text.replace("\t", "\\t").replace("\r", "\\r").replaceAll("[\\x00-\\x1f]", " ");
  }

  /** What is seen of the whole page, as a PNG. */
  public byte[] picture() throws IOException {
    String shot =
        call("Page.captureScreenshot", "{\"format\":\"png\",\"captureBeyondViewport\":true}");
    return Base64.getDecoder().decode(text(shot, "data"));
  }

  /** Presses and lets go of the left button in the middle of an element, which is scrolled to. */
  public void click(String selector) throws IOException {
    String[] middle =
        evaluate(
                ("(e => {e.scrollIntoView({block: 'center', behavior: 'instant'});"
                        + " const r = e.getBoundingClientRect();"
                        + " return (r.x + r.width / 2) + ',' + (r.y + r.height / 2);})"
                        + "(document.querySelector('%s'))")
                    .formatted(selector))
            .split(",", -1);
    for (String type : List.of("mousePressed", "mouseReleased")) {
      call(
          "Input.dispatchMouseEvent",
          "{\"type\":\"%s\",\"x\":%s,\"y\":%s,\"button\":\"left\",\"clickCount\":1}"
              .formatted(type, middle[0], middle[1]));
    }
  }

  /** Presses and lets go of a key that writes nothing: {@code Tab}, {@code Enter}, {@code End}. */
  public void press(String key) throws IOException {
    String text = key.equals("Enter") ? ",\"text\":\"\\r\"" : "";
    String fields =
        "\"key\":\"%s\",\"code\":\"%s\",\"windowsVirtualKeyCode\":%d"
            .formatted(key, key, CODES.get(key));
    call("Input.dispatchKeyEvent", "{\"type\":\"keyDown\"," + fields + text + "}");
    call("Input.dispatchKeyEvent", "{\"type\":\"keyUp\"," + fields + "}");
  }

  /** Writes where the focus is, as a keyboard does: plain letters, digits and signs. */
  public void write(String text) throws IOException {
    call("Input.insertText", "{\"text\":\"" + text + "\"}");
  }

  /** Gives a file to an input of files, as its dialogue would. */
  public void choose(String selector, Path file) throws IOException {
    String root = call("DOM.getDocument", "{}");
    String node =
        call(
            "DOM.querySelector",
            "{\"nodeId\":%s,\"selector\":\"%s\"}".formatted(number(root, "nodeId"), selector));
    call(
        "DOM.setFileInputFiles",
        "{\"files\":[\"%s\"],\"nodeId\":%s}".formatted(file, number(node, "nodeId")));
  }

  private static String number(String json, String name) throws IOException {
    Matcher matcher = Pattern.compile("\"" + name + "\":(\\d+)").matcher(json);
    if (!matcher.find()) {
      throw new IOException("no " + name + " in " + json);
    }
    return matcher.group(1);
  }

  private String call(String method, String params) throws IOException {
    return ask(method, params, ",\"sessionId\":\"" + session + "\"");
  }

  private String ask(String method, String params, String more) throws IOException {
    int id = ++lastId;
    String message =
        "{\"id\":%d,\"method\":\"%s\",\"params\":%s%s}\0".formatted(id, method, params, more);
    process.getOutputStream().write(message.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    while (true) {
      String answer = message();
      if (answer.startsWith("{\"id\":" + id + ",")) {
        if (answer.contains("\"error\":") || answer.contains("\"exceptionDetails\":")) {
          throw new IOException("browser refused: " + message + " answer=" + answer);
        }
        return answer;
      }
      take(answer);
    }
  }

  private void take(String event) {
    events.add(event);
  }

  private String message() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b = in.read(); b != 0; b = in.read()) {
      if (b < 0) {
        throw new IOException("this test needs chromium: apt-get install chromium");
      }
      bytes.write(b);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String text(String json, String name) throws IOException {
    Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
    if (!matcher.find()) {
      throw new IOException("no " + name + " in " + json);
    }
    return matcher.group(1);
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close(); // at which a browser on a pipe ends itself
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
