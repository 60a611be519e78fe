package io.tallygate.sandbox.media.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

final class LanczosTest {

  @Test
  void twice_flatColour_staysFlat() throws Exception {
    for (int side = 1; side <= 9; side++) {
      BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
      fill(image, 0xff336699);
      BufferedImage twice = Lanczos.twice(image);
      assertThat(twice.getWidth()).isEqualTo(2 * side);
      for (int i = 0; i < 4 * side * side; i++) {
        assertThat(twice.getRGB(i % (2 * side), i / (2 * side))).isEqualTo(0xff336699);
      }
    }
  }

  @Test
  void twice_transparentPixels_doNotTintTheOthers() throws Exception {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_ARGB);
    fill(image, 0x0000ff00); // green that nobody sees
    for (int y = 0; y < 8; y++) {
      image.setRGB(6, y, 0xffff0000);
      image.setRGB(7, y, 0xffff0000);
    }
    BufferedImage twice = Lanczos.twice(image);
    for (int x = 0; x < 16; x++) {
      int argb = twice.getRGB(x, 8);
      assertThat(argb >>> 24 < 2 || (argb & 0x00ff00) == 0).isTrue();
    }
    assertThat(twice.getRGB(15, 8) & 0xffffff).isEqualTo(0xff0000);
    assertThat(twice.getRGB(15, 8) >>> 24).isGreaterThan(240);
    assertThat(twice.getRGB(0, 8) >>> 24).isZero();
  }

  @Test
  void twice_mirroredImage_isMirrored() throws Exception {
    BufferedImage image = new BufferedImage(5, 1, BufferedImage.TYPE_INT_RGB);
    BufferedImage mirrored = new BufferedImage(5, 1, BufferedImage.TYPE_INT_RGB);
    int[] values = {0x000000, 0xffffff, 0x808080, 0x102030, 0xf0e0d0};
    for (int x = 0; x < 5; x++) {
      image.setRGB(x, 0, values[x]);
      mirrored.setRGB(4 - x, 0, values[x]);
    }
    BufferedImage twice = Lanczos.twice(image);
    BufferedImage twiceMirrored = Lanczos.twice(mirrored);
    for (int x = 0; x < 10; x++) {
      assertThat(twiceMirrored.getRGB(9 - x, 1)).isEqualTo(twice.getRGB(x, 0));
    }
  }

  private static void fill(BufferedImage image, int argb) {
    for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
      image.setRGB(i % image.getWidth(), i / image.getWidth(), argb);
    }
  }
}
