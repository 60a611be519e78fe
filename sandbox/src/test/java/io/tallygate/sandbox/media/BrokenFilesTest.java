package io.tallygate.sandbox.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with a few bytes changed or cut off: a refusal or a picture, and never anything else. */
final class BrokenFilesTest {

  private static final int FILES = 400;
  private static final long SEED = 20_261_124;

  @TempDir Path folder;

  private byte[] whole(String format) throws Exception {
    Workshop workshop = new Workshop(folder, Workshop.NO_PROGRAMS);
    if (format.equals("wav")) {
      return Files.readAllBytes(workshop.sound(0.1).file());
    } else if (format.equals("mp4")) {
      return Files.readAllBytes(workshop.film(new Dimension(320, 180), 1).file());
    }
    BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    image.createGraphics().fillOval(3, 3, 30, 20);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp", "wav", "mp4"})
  void file_broken_isRefusedOrRead(String format) throws Exception {
    byte[] whole = whole(format);
    Engines engines = Engines.all(Workshop.NO_PROGRAMS);
    Path file = folder.resolve("broken");
    Random random = new Random(SEED);
    int read = 0;
    for (int i = 0; i < FILES; i++) {
      Files.write(file, broken(whole, random));
      try {
        Inspected what = engines.inspector().inspect(file);
        assertThat(engines.previews().thumbnail(file, what, folder)).isNotEmptyFile();
        read++;
      } catch (MediaException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
    System.out.printf("%s: %d of %d broken files were read, seed %d%n", format, read, FILES, SEED);
    assertThat(read).isBetween(1, FILES - 1);
  }

  private static byte[] broken(byte[] whole, Random random) {
    int length = random.nextInt(4) == 0 ? 1 + random.nextInt(whole.length) : whole.length;
    byte[] broken = java.util.Arrays.copyOf(whole, length);
    for (int change = 1 + random.nextInt(4); change > 0; change--) {
      // Mostly among the headers, where it matters.
      int reach = random.nextBoolean() ? Math.min(length, 120) : length;
      broken[random.nextInt(reach)] = (byte) random.nextInt(256);
    }
    return broken;
  }
}
