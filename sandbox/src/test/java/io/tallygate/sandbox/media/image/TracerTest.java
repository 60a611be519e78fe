package io.tallygate.sandbox.media.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TracerTest {

  @TempDir Path folder;

  private static BufferedImage square() {
    BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < 100; i++) {
      image.setRGB(5 + i % 10, 5 + i / 10, 0xff102030);
    }
    return image;
  }

  @Test
  void svg_squareOnNothing_isAShapeOnWhite() throws Exception {
    String svg = Tracer.svg(square(), new Dimension(20, 20));
    assertThat(svg)
        .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"20\"")
        .contains("<path fill=\"#102030\" d=\"M0 0H20V20H0Z\"/>", "<path fill=\"#ffffff\"")
        .hasLineCount(4);
  }

  @Test
  void svg_drawn_isThePicture() throws Exception {
    Path file = folder.resolve("a.svg");
    Files.writeString(file, Tracer.svg(square(), new Dimension(40, 40)));
    SvgPicture picture = SvgPicture.read(file);
    assertThat(picture.size()).isEqualTo(new Dimension(40, 40));
    BufferedImage drawn = picture.draw(40);
    assertThat(drawn.getRGB(20, 20)).isEqualTo(0xff102030);
    assertThat(drawn.getRGB(12, 20)).isEqualTo(0xff102030);
    assertThat(drawn.getRGB(7, 20)).isEqualTo(0xffffffff);
    assertThat(drawn.getRGB(32, 20)).isEqualTo(0xffffffff);
  }

  @Test
  void svg_onePixel_isItsColour() throws Exception {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xabcdef);
    assertThat(Tracer.svg(image, new Dimension(1, 1))).contains("#abcdef").hasLineCount(3);
  }
}
