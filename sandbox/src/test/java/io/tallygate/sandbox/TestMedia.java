package io.tallygate.sandbox;

import io.tallygate.sandbox.file.Probe;
import io.tallygate.sandbox.media.Engine;
import io.tallygate.sandbox.media.Job;
import io.tallygate.sandbox.media.Made;
import io.tallygate.sandbox.media.MediaException;
import io.tallygate.sandbox.media.MediaType;
import io.tallygate.sandbox.media.Tool;
import io.tallygate.sandbox.resource.Presenter;
import io.tallygate.sandbox.resource.Resources;
import io.tallygate.sandbox.resource.Voice;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Engines that make the smallest media of the right kind at once, and a probe that knows them. */
final class TestMedia {

  static final byte[] PNG = png(64, 32);
  static final byte[] WAV = "RIFF....WAVEfmt of a test".getBytes(StandardCharsets.US_ASCII);
  static final byte[] MP4 = "....ftypisom of a test".getBytes(StandardCharsets.US_ASCII);

  private static final List<Voice> VOICES =
      List.of(
          voice("vg_voic_test_en", "en-US", Voice.Standing.OFFERED),
          voice("vg_voic_test_old", "en-GB", Voice.Standing.DEPRECATED),
          voice("vg_voic_test_closed", "de-DE", Voice.Standing.NOT_DIRECT));

  private TestMedia() {}

  static Media all() {
    return new Media(
        Arrays.stream(Tool.values()).<Engine>map(TestEngine::new).toList(),
        new TestProbe(),
        new Resources(VOICES, Presenter.DRAWN));
  }

  private static Voice voice(String name, String language, Voice.Standing standing) {
    return new Voice(
        name,
        language,
        Voice.Gender.NEUTRAL,
        new Voice.Text(name, null, null),
        Voice.Languages.ITS_OWN,
        standing);
  }

  static byte[] png(int width, int height) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB), "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private record TestEngine(Tool tool) implements Engine {

    @Override
    public String name() {
      return tool == Tool.GENERATE_IMAGE ? "placeholder" : "test";
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public List<Made> run(Job job) throws IOException {
      List<Made> made = new ArrayList<>();
      for (int i = 0; i < job.results(); i++) {
        made.add(
            switch (tool) {
              case TEXT_TO_SPEECH, GENERATE_SOUND_EFFECT ->
                  made(job, i + ".wav", MediaType.AUDIO, WAV);
              case VECTORIZE_IMAGE -> made(job, i + ".svg", MediaType.IMAGE, svg());
              case GENERATE_IMAGE, REMOVE_IMAGE_BACKGROUND, UPSCALE_IMAGE ->
                  made(job, i + ".png", MediaType.IMAGE, PNG);
              default -> made(job, i + ".mp4", MediaType.VIDEO, MP4);
            });
      }
      return made;
    }

    private static byte[] svg() {
      return "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8);
    }

    private Made made(Job job, String name, MediaType type, byte[] bytes) throws IOException {
      Path file = job.folder().resolve(name);
      Files.write(file, bytes);
      String prompt = String.valueOf(job.parameters().getOrDefault("prompt", "nothing"));
      return new Made(file, type, "Placeholder: " + tool, "A test of " + prompt);
    }
  }

  private static final class TestProbe implements Probe {

    @Override
    public Found inspect(Path file) throws MediaException, IOException {
      byte[] bytes = Files.readAllBytes(file);
      if (begins(bytes, 1, "PNG")) {
        BufferedImage image = ImageIO.read(file.toFile());
        if (image != null) {
          return new Found(
              MediaType.IMAGE, "image/png", "png", image.getWidth(), image.getHeight(), 0);
        }
      } else if (begins(bytes, 0, "RIFF")) {
        return new Found(MediaType.AUDIO, "audio/wav", "wav", 0, 0, 1.5);
      } else if (begins(bytes, 4, "ftyp")) {
        return new Found(MediaType.VIDEO, "video/mp4", "mp4", 640, 360, 2);
      }
      throw new MediaException("file must be an image, a video or sound");
    }

    @Override
    public Found inspectMade(Path file) throws MediaException, IOException {
      return String.valueOf(file.getFileName()).endsWith(".svg")
          ? new Found(MediaType.IMAGE, "image/svg+xml", "svg", 0, 0, 0)
          : inspect(file);
    }

    private static boolean begins(byte[] bytes, int at, String text) {
      return new String(bytes, StandardCharsets.ISO_8859_1).startsWith(text, at);
    }

    @Override
    public Optional<Path> thumbnail(Path file, Found found, Path folder) throws IOException {
      if (found.type() == MediaType.AUDIO) {
        return Optional.empty();
      }
      return Optional.of(Files.write(folder.resolve("thumbnail.png"), png(16, 8)));
    }

    @Override
    public Optional<Path> preview(Path file, Found found, Path folder) {
      return Optional.empty();
    }

    @Override
    public Optional<Path> playlist(Path file, Found found, Path folder) throws IOException {
      if (found.type() != MediaType.VIDEO) {
        return Optional.empty();
      }
      Files.write(folder.resolve("part0.ts"), MP4);
      return Optional.of(
          Files.writeString(
              folder.resolve("playlist.m3u8"),
              "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\npart0.ts\n#EXT-X-ENDLIST\n"));
    }
  }
}
