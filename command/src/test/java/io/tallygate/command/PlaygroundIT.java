package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.clock.Ticker;
import io.tallygate.testing.TestBrowser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo's playground, used by clicks in a real browser; pictures of it go to {@code target}. */
@Tag("needs-chromium")
@Timeout(120)
final class PlaygroundIT {

  private static final Path PICTURES = Path.of("target", "playground");

  @TempDir static Path folder;
  private static final Lifetime LIFETIME = new Lifetime();
  private static TestBrowser browser;
  private static String play = "";

  @BeforeAll
  static void start() throws Exception {
    Surroundings surroundings = new Surroundings(Map.of(), folder, Ticker.SYSTEM, "tester");
    String screen =
        new Demo(surroundings, LIFETIME, note -> {})
            .start(Map.of(Setting.PORT, "0", Setting.ADMIN_PORT, "0", Setting.DATA, "data"));
    play = Cli.word(screen, "play");
    browser = new TestBrowser(Files.createDirectories(folder.resolve("profile")));
    Files.createDirectories(PICTURES);
  }

  @AfterAll
  static void stop() throws IOException {
    browser.close();
    LIFETIME.close();
  }

  private static List<String> open(int width, String scheme) throws Exception {
    browser.look(width, scheme);
    browser.open("about:blank");
    List<String> events = browser.open(play);
    Await.until(
        () -> !browser.evaluate("document.getElementById('limits').rows.length").equals("0"));
    return events;
  }

  private static void choose(String tool) throws IOException {
    browser.evaluate(
        "(s => {s.value = '%s'; s.dispatchEvent(new Event('change'));})".formatted(tool)
            + "(document.getElementById('tool'))");
  }

  private static void run(String tool) throws Exception {
    choose(tool);
    Await.until(
        () ->
            browser
                .evaluate(
                    "document.querySelector('#fields[data-tool=%s]') !== null".formatted(tool))
                .equals("true"));
    browser.click("#run");
    Await.until(
        () -> browser.evaluate("document.querySelectorAll('#results figure').length").equals("1"));
  }

  private static void picture(String name) throws IOException {
    Files.write(PICTURES.resolve(name + ".png"), browser.picture());
  }

  private static String left(String group) throws IOException {
    return browser.evaluate(
        "[...document.getElementById('limits').rows].filter(r => r.cells[0].textContent === '%s')"
                .formatted(group)
            + "[0].cells[2].textContent");
  }

  @Test
  void play_imageSoundAndUpload_areMadeShownAndCounted() throws Exception {
    List<String> events = open(1280, "light");
    assertThat(browser.evaluate("location.hash")).as("the key is not left there").isEmpty();

    run("generate-image");
    Await.until(
        () -> !browser.evaluate("document.querySelector('#results img').naturalWidth").equals("0"));
    assertThat(browser.evaluate("document.querySelector('#results img').naturalWidth"))
        .isEqualTo("1280");
    assertThat(browser.evaluate("document.querySelector('figcaption').textContent"))
        .startsWith("Placeholder: a red bicycle");
    assertThat(left("tools")).isEqualTo("499");
    picture("image-light");

    run("generate-sound-effect");
    Await.until(
        () ->
            browser.evaluate("document.querySelector('#results audio').duration").startsWith("3"));
    assertThat(left("tools")).isEqualTo("498");

    Path drawn = Path.of("src/test/resources/io/tallygate/command/disc.png").toAbsolutePath();
    browser.choose("#file", drawn);
    browser.click("#upload button");
    Await.until(
        () ->
            browser.evaluate("document.getElementById('uploaded').textContent").contains("ready"));
    run("upscale-image");
    Await.until(
        () ->
            browser.evaluate("document.querySelector('#results img').naturalWidth").equals("128"));
    browser.look(1280, "dark");
    picture("upscaled-dark");
    browser.look(390, "dark");
    picture("phone-dark");
    assertThat(browser.evaluate("document.documentElement.scrollWidth")).isEqualTo("390");
    assertThat(events)
        .as("nothing is refused or complained of")
        .noneMatch(
            event ->
                event.contains("\"Log.entryAdded\"")
                    || event.contains("\"Runtime.consoleAPICalled\"")
                    || event.contains("\"Runtime.exceptionThrown\""));
  }

  @Test
  void play_limitReached_isToldWithItsEnd() throws Exception {
    open(1280, "light");
    String id =
        Json.MAPPER
            .readTree(
                new Cli(Map.of(), folder, Ticker.SYSTEM)
                    .run("key", "list", "--data", "data", "--json")
                    .out())
            .at("/items/0/id")
            .asString();
    new Cli(Map.of(), folder, Ticker.SYSTEM)
        .run("limit", "drain", id, "resources", "--data", "data");
    choose("text-to-speech");
    Await.until(
        () ->
            browser
                .evaluate("document.getElementById('trouble').textContent")
                .matches("429: .*; again in \\d+ s"));
    assertThat(left("resources")).isEqualTo("0");
    picture("limited-light");
  }
}
