package io.tallygate.sandbox.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Dimension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that mean no good. With ffmpeg installed StrangersIT does the same again. */
class StrangersTest {

  @TempDir Path folder;

  EngineSettings settings() {
    return Workshop.NO_PROGRAMS;
  }

  Inspected inspect(byte[] content) throws Exception {
    Path file = Files.createTempFile(folder, "strangers", ".bin");
    Files.write(file, content);
    return Engines.all(settings()).inspector().inspect(file);
  }

  String message(Strangers stranger) {
    return stranger.message();
  }

  @ParameterizedTest
  @MethodSource("io.tallygate.sandbox.media.Strangers#refused")
  void file_meaningNoGood_isRefused(Strangers stranger) {
    assertThatThrownBy(() -> inspect(stranger.content()))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining(message(stranger));
  }

  @Test
  void bombOfPixels_isReadToItsEndAndNoFurther() throws Exception {
    // Says 64 x 64 and holds 1 GiB: what is over the last row is never unpacked.
    byte[] bomb = Strangers.png(64, 64, 1 << 30);
    assertThat(bomb.length).isLessThan(2 << 20);
    Path file = folder.resolve("bomb.png");
    Files.write(file, bomb);
    Engines engines = Engines.all(settings());
    Inspected what = engines.inspector().inspect(file);
    assertThat(what.width()).isEqualTo(64);
    Path thumbnail =
        engines.previews().thumbnail(file, what, Files.createTempDirectory(folder, "t"));
    assertThat(engines.inspector().inspect(thumbnail).width()).isEqualTo(64);
  }

  @Test
  void fileOverTheLimit_isNotOpened() throws Exception {
    Limits limits = new Limits(100, 10, 1, 8, Limits.DEFAULT.jobTime(), 1L << 30);
    Path file = folder.resolve("large.png");
    Files.write(file, new byte[9]);
    Inspector inspector = Engines.all(settings().withLimits(limits)).inspector();
    assertThatThrownBy(() -> inspector.inspect(file))
        .hasMessage("a file must have at most 8 bytes: bytes=9");
    Files.write(file, "12345678".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> inspector.inspect(file)).hasMessageContaining("no type that is taken");
  }

  @Test
  void picture_atTheLimitOfPixels_isTakenAndOnePastItIsNot() throws Exception {
    Limits limits = new Limits(100, 50, 1, 1 << 20, Limits.DEFAULT.jobTime(), 1L << 30);
    Inspector inspector = Engines.all(settings().withLimits(limits)).inspector();
    Path file = folder.resolve("a.png");
    Files.write(file, Strangers.png(10, 10, 310));
    assertThat(inspector.inspect(file).height()).isEqualTo(10);
    Files.write(file, Strangers.png(101, 1, 310));
    assertThatThrownBy(() -> inspector.inspect(file))
        .hasMessage("a side must have at most 50 pixels: width=101 height=1");
    Files.write(file, Strangers.png(11, 10, 340));
    assertThatThrownBy(() -> inspector.inspect(file))
        .hasMessage("a picture must have at most 100 pixels: width=11 height=10");
  }

  @Test
  void film_atTheLimits_isTakenAndOnePastThemIsNot() throws Exception {
    Path film = new Workshop(folder, settings()).film(new Dimension(320, 180), 2).file();
    assertThat(inspector(57_600, 2.1).inspect(film).width()).isEqualTo(320);
    assertThatThrownBy(() -> inspector(57_599, 2.1).inspect(film))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("57599 pixels");
    assertThatThrownBy(() -> inspector(57_600, 1.9).inspect(film))
        .hasMessage("sound and film must last at most 1.9 seconds: seconds=2.0");
  }

  private Inspector inspector(long pixelsMax, double secondsMax) throws Exception {
    Limits limits =
        new Limits(pixelsMax, 1000, secondsMax, 1 << 20, Limits.DEFAULT.jobTime(), 3L << 30);
    return Engines.all(settings().withLimits(limits)).inspector();
  }

  @Test
  void nameLikeAnOption_isAName() throws Exception {
    Path file = folder.resolve("-i.wav");
    Workshop workshop = new Workshop(folder, settings());
    Files.copy(workshop.sound(1).file(), file);
    Inspected what = workshop.engines().inspector().inspect(file);
    assertThat(what.mimeType()).isEqualTo("audio/wav");
    Path thumbnails = Files.createTempDirectory(folder, "t");
    assertThat(workshop.engines().previews().thumbnail(file, what, thumbnails)).exists();
  }
}
