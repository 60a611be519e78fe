package io.tallygate.sandbox.media.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.sandbox.media.image.Card.Moment;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CardTest {

  private static final Card CARD = new Card("generate avatar", "Ada, 你好", "1 of 1");

  private static int count(BufferedImage image, int rgb) {
    int count = 0;
    for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
      int pixel = image.getRGB(i % image.getWidth(), i / image.getWidth()) & 0xffffff;
      count += pixel == rgb ? 1 : 0;
    }
    return count;
  }

  @Test
  void mouth_louder_isWider() {
    int face = 0x281e1e;
    int quiet = count(CARD.draw(640, 360, new Moment(0, 0)), face);
    int half = count(CARD.draw(640, 360, new Moment(0, 0.5)), face);
    int loud = count(CARD.draw(640, 360, new Moment(0, 1)), face);
    assertThat(half).isGreaterThan(quiet + 200);
    assertThat(loud).isGreaterThan(half + 200);
    assertThat(count(CARD.draw(640, 360, new Moment(0, -1)), face)).isZero();
  }

  @Test
  void headline_anyText_isThere() {
    // The white dots of PLACEHOLDER alone, 155 of 14 by 14 pixels.
    assertThat(count(CARD.draw(1280, 720), 0xffffff)).isGreaterThan(100 * 14 * 14);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "1280,80", "80,1280", "7,640"})
  void draw_anySize_isDrawn(int width, int height) {
    Card card = new Card("generate image", "word ".repeat(300) + "w".repeat(500), "1 of 1");
    assertThat(card.draw(width, height).getHeight()).isEqualTo(height);
  }
}
