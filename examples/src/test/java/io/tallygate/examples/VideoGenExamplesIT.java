package io.tallygate.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs that call the limited API, against {@code ./tallygate demo}. */
@Timeout(300)
final class VideoGenExamplesIT {

  @TempDir static Path folder;
  private static Process demo;
  private static URI api;
  private static String key = "";

  @BeforeAll
  static void start() throws IOException {
    Path command = Path.of("..", "tallygate").toAbsolutePath().normalize();
    demo =
        new ProcessBuilder(command.toString(), "demo", "--port", "0", "--admin-port", "0")
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Map<String, String> screen = new HashMap<>();
    BufferedReader lines = demo.inputReader();
    while (!screen.containsKey("try")) {
      String line = lines.readLine();
      assertThat(line).as("a line of the demo's screen").isNotNull();
      String[] words = line.split(" +", 3);
      screen.put(words[0], words.length > 1 ? words[1] : "");
    }
    api = URI.create(screen.getOrDefault("gateway", ""));
    key = screen.getOrDefault("key", "");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    demo.destroy();
    if (!demo.waitFor(10, TimeUnit.SECONDS)) {
      demo.destroyForcibly();
    }
  }

  @Test
  void makeClip_isToldByAWebhookAndDownloads() throws Exception {
    Path clip = folder.resolve("clip.mp4");
    assertThat(MakeClip.run(api, key, clip))
        .matches("SUCCEEDED, told at http://127\\.0\\.0\\.1:\\d+/, 0 polls");
    assertThat(Files.size(clip)).isPositive();
  }

  @Test
  void listVoices_aHundredTimes_isOneCall() throws Exception {
    assertThat(ListVoices.run(api, key)).matches("\\d+ voices, 2499 calls left");
  }

  @Test
  void awaitMany_withoutWebhooks_findsAll() throws Exception {
    assertThat(AwaitMany.run(api, key, List.of("one", "two", "three", "four", "five")))
        .isEqualTo("5 of 5 spoken");
  }
}
