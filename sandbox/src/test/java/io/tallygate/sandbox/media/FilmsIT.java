package io.tallygate.sandbox.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tallygate.sandbox.media.Job.Input;
import io.tallygate.sandbox.media.image.Pictures;
import io.tallygate.sandbox.media.program.Bounds;
import io.tallygate.sandbox.media.program.Program;
import io.tallygate.sandbox.media.program.Programs;
import io.tallygate.sandbox.media.sound.Wave;
import io.tallygate.sandbox.media.video.Ffmpeg;
import io.tallygate.sandbox.media.video.Film;
import io.tallygate.sandbox.media.video.JavaStudio;
import io.tallygate.sandbox.media.video.Probe;
import io.tallygate.sandbox.media.video.Studio;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ffmpeg makes, and what it says of the films that are made without it. */
@Tag("needs-ffmpeg")
final class FilmsIT {

  private static final Programs PROGRAMS =
      new Programs(
          EngineSettings.DEFAULT.programs(), new Bounds(Duration.ofMinutes(2), 3L << 30, 1L << 30));

  @TempDir Path folder;
  private Ffmpeg ffmpeg;
  private Workshop workshop;

  @BeforeEach
  void open() throws Exception {
    ffmpeg = Ffmpeg.find(PROGRAMS, folder, 40_000_000).orElseThrow();
    workshop = new Workshop(folder, EngineSettings.DEFAULT);
  }

  private Probe probe(Path file, String demuxer) throws Exception {
    return ffmpeg.probe(new Ffmpeg.Source(file, demuxer), folder).orElseThrow();
  }

  /** Each frame's picture is decoded; a file that is broken anywhere fails. */
  private String decode(Path file, String... filter) throws Exception {
    Program program = PROGRAMS.find("ffmpeg").orElseThrow();
    List<String> arguments =
        new java.util.ArrayList<>(List.of("-v", "error", "-xerror", "-i", file.toString()));
    arguments.addAll(List.of(filter));
    arguments.addAll(List.of("-f", "framemd5", "-"));
    return program.run(arguments, folder);
  }

  private Input film(Studio studio) throws Exception {
    Path file = folder.resolve("film.mp4");
    Film film =
        new Film(
            new Dimension(320, 180),
            30,
            2.5,
            Drawings::frame,
            Optional.of(workshop.sound(2.5).file()));
    studio.write(film, file);
    return new Input(file, MediaType.VIDEO);
  }

  @Test
  void filmWithoutFfmpeg_isDecodedByIt() throws Exception {
    Input film = film(new JavaStudio());
    Probe probe = probe(film.file(), "mov");
    assertThat(probe.width()).isEqualTo(320);
    assertThat(probe.height()).isEqualTo(180);
    assertThat(probe.hasSound()).isTrue();
    assertThat(probe.seconds()).isCloseTo(2.5, within(0.1));
    assertThat(decode(film.file(), "-map", "0:v").lines().filter(it -> it.startsWith("0")))
        .hasSize(30);
  }

  @Test
  void upscale_filmWithSound_keepsSoundLengthAndRate() throws Exception {
    Input film = film(ffmpeg);
    Probe before = probe(film.file(), "mov");
    Made made = workshop.run(Tool.UPSCALE_VIDEO, Map.of(), film).get(0);
    Probe after = probe(made.file(), "mov");
    System.out.println("upscale-video: " + before + " -> " + after);
    assertThat(after.width()).isEqualTo(640);
    assertThat(after.height()).isEqualTo(360);
    assertThat(after.rate()).isEqualTo(before.rate());
    assertThat(after.seconds()).isCloseTo(before.seconds(), within(0.05));
    assertThat(decode(made.file(), "-map", "0:a", "-c", "copy"))
        .isEqualTo(decode(film.file(), "-map", "0:a", "-c", "copy"));
    assertThat(made.displayName()).isEqualTo("Upscaled video");
  }

  @Test
  void removeBackground_film_hasTransparency() throws Exception {
    Made made = workshop.run(Tool.REMOVE_VIDEO_BACKGROUND, Map.of(), film(ffmpeg)).get(0);
    assertThat(workshop.inspect(made).mimeType()).isEqualTo("video/webm");
    assertThat(probe(made.file(), "matroska").seconds()).isCloseTo(2.5, within(0.15));
    // The first frame through the decoder that knows of transparency: corner 0, ball 255.
    Program program = PROGRAMS.find("ffmpeg").orElseThrow();
    Path gray = folder.resolve("alpha.gray");
    program.run(
        List.of(
            "-v",
            "error",
            "-c:v",
            "libvpx-vp9",
            "-i",
            made.file().toString(),
            "-frames:v",
            "1",
            "-vf",
            "alphaextract",
            "-f",
            "rawvideo",
            "-pix_fmt",
            "gray",
            gray.toString()),
        folder);
    byte[] alpha = Files.readAllBytes(gray);
    assertThat(alpha).hasSize(320 * 180);
    assertThat(alpha[5 * 320 + 300] & 0xff).isLessThan(40);
    assertThat(alpha[90 * 320 + 80] & 0xff).isGreaterThan(215);
  }

  @Test
  void clipAndAvatar_withFfmpeg_haveSoundThatBrowsersPlay() throws Exception {
    Map<String, Object> parameters = Map.of("prompt", "A cat", "generateAudio", true);
    Made clip = workshop.run(Tool.GENERATE_VIDEO_CLIP, parameters).get(0);
    assertThat(probe(clip.file(), "mov").hasSound()).isTrue();
    Made avatar =
        workshop
            .run(Tool.GENERATE_AVATAR, Map.of("avatarPresenterId", "a"), workshop.sound(3))
            .get(0);
    Probe probe = probe(avatar.file(), "mov");
    assertThat(probe.hasSound()).isTrue();
    assertThat(probe.seconds()).isCloseTo(3, within(0.1));
    assertThat(decode(avatar.file(), "-map", "0:v").lines().distinct().count()).isGreaterThan(10);
  }

  @Test
  void avatar_quietThenLoud_movesItsMouth() throws Exception {
    float[] samples = new float[32_000];
    for (int i = 16_000; i < samples.length; i++) {
      samples[i] = (float) Math.sin(0.3 * i);
    }
    Path wav = folder.resolve("quiet-then-loud.wav");
    Wave.write(samples, 8000, wav);
    Made made =
        workshop
            .run(
                Tool.GENERATE_AVATAR,
                Map.of("avatarPresenterId", "a"),
                new Input(wav, MediaType.AUDIO))
            .get(0);
    assertThat(darkPixels(made.file(), 3)).isGreaterThan(darkPixels(made.file(), 1) + 500);
  }

  /** Of the frame at that second, in the corner where the face is. */
  private int darkPixels(Path film, double seconds) throws Exception {
    Path png = folder.resolve("frame.png");
    ffmpeg.picture(new Ffmpeg.Source(film, "mov"), new Ffmpeg.Place(seconds, 640), png);
    BufferedImage frame = Pictures.decode(png, "png", Long.MAX_VALUE);
    int count = 0;
    for (int y = 200; y < 330; y++) {
      for (int x = 480; x < 620; x++) {
        int rgb = frame.getRGB(x, y);
        boolean dark = (rgb >> 16 & 0xff) < 80 && (rgb >> 8 & 0xff) < 60;
        count += dark ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void probe_frameOfTooManyPixels_isNothing() throws Exception {
    Path film = film(ffmpeg).file();
    Ffmpeg strict = Ffmpeg.find(PROGRAMS, folder, 57_599).orElseThrow();
    assertThat(strict.probe(new Ffmpeg.Source(film, "mov"), folder)).isEmpty();
    Ffmpeg exact = Ffmpeg.find(PROGRAMS, folder, 57_600).orElseThrow();
    assertThat(exact.probe(new Ffmpeg.Source(film, "mov"), folder)).isPresent();
  }

  @Test
  void previews_film_areSmallerAndPlay() throws Exception {
    Input film = film(ffmpeg);
    Inspected what = workshop.engines().inspector().inspect(film.file());
    Previews previews = workshop.engines().previews();
    Path own = Files.createDirectory(folder.resolve("previews"));
    Inspected thumbnail =
        workshop.engines().inspector().inspect(previews.thumbnail(film.file(), what, own));
    assertThat(thumbnail.width()).isEqualTo(256);
    Path preview = previews.preview(film.file(), what, own).orElseThrow();
    assertThat(probe(preview, "mov").width()).isEqualTo(320);
    Path playlist = previews.hls(film.file(), what, own).orElseThrow();
    assertThat(playlist).content().contains("#EXTM3U", "part00000.ts").doesNotContain("/");
    assertThat(own.resolve("part00000.ts")).exists();
  }

  @Test
  void filmWithOddSizeAndNoSound_isTaken() throws Exception {
    Path odd = folder.resolve("odd.webm");
    PROGRAMS
        .find("ffmpeg")
        .orElseThrow()
        .run(
            List.of(
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "testsrc=size=321x181:rate=30000/1001",
                "-t",
                "1",
                "-c:v",
                "libvpx",
                "-f",
                "webm",
                odd.toString()),
            folder);
    Input film = new Input(odd, MediaType.VIDEO);
    Made made = workshop.run(Tool.UPSCALE_VIDEO, Map.of(), film).get(0);
    Probe probe = probe(made.file(), "mov");
    assertThat(probe.width()).isEqualTo(642);
    assertThat(probe.rate()).isEqualTo("30000/1001");
    assertThat(workshop.run(Tool.REMOVE_VIDEO_BACKGROUND, Map.of(), film)).hasSize(1);
  }
}
