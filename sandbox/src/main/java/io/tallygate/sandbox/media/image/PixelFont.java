package io.tallygate.sandbox.media.image;

import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Capital letters of 5 by 7 dots: a machine without fonts can draw them too. */
final class PixelFont {

  static final int WIDTH = 5;
  static final int HEIGHT = 7;
  static final int ADVANCE = WIDTH + 1;

  private static final String CHARACTERS =
      " !\"#%&'()*+,-./0123456789:;=?ABCDEFGHIJKLMNOPQRSTUVWXYZ_";

  // Seven rows of five bits, the top row first.
  private static final long[] GLYPHS = {
    0x000000000L, 0x108420004L, 0x294000000L, 0x295f57d4aL, 0x672222273L, 0x32544564dL,
    0x108800000L, 0x088842082L, 0x208210888L, 0x009575480L, 0x0084f9080L, 0x000001088L,
    0x0000f8000L, 0x00000018cL, 0x042222210L, 0x3a33ae62eL, 0x11842108eL, 0x3a213221fL,
    0x7c460862eL, 0x08ca97c42L, 0x7e1e0862eL, 0x3a10f462eL, 0x7c2221084L, 0x3a317462eL,
    0x3a317842eL, 0x018c03180L, 0x018c03088L, 0x001f07c00L, 0x3a2111004L, 0x3a31fc631L,
    0x7a31f463eL, 0x3a308422eL, 0x7a318c63eL, 0x7e10f421fL, 0x7e10f4210L, 0x3a30bc62fL,
    0x4631fc631L, 0x38842108eL, 0x1c4210a4cL, 0x4654c5251L, 0x42108421fL, 0x4775ac631L,
    0x4735ace31L, 0x3a318c62eL, 0x7a31f4210L, 0x3a318d64dL, 0x7a31f5251L, 0x3e107043eL,
    0x7c8421084L, 0x46318c62eL, 0x46318c544L, 0x4631ad771L, 0x462a22a31L, 0x462a21084L,
    0x7c222221fL, 0x00000001fL,
  };

  private static final long UNKNOWN = 0b11111_10001_10001_10001_10001_10001_11111L;

  private PixelFont() {}

  /** Draws one line with its top left corner there, in the colour that is set. */
  static void draw(Graphics2D graphics, String line, Spot spot) {
    String text = line.toUpperCase(Locale.ROOT);
    for (int i = 0; i < text.length(); i++) {
      int left = spot.x() + i * ADVANCE * spot.dot();
      drawGlyph(graphics, glyph(text.charAt(i)), new Spot(left, spot.y(), spot.dot()));
    }
  }

  /** Where, and how many pixels wide one dot is. */
  record Spot(int x, int y, int dot) {}

  private static void drawGlyph(Graphics2D graphics, long glyph, Spot spot) {
    int dot = spot.dot();
    for (int row = 0; row < HEIGHT; row++) {
      for (int column = 0; column < WIDTH; column++) {
        int bit = (HEIGHT - 1 - row) * WIDTH + (WIDTH - 1 - column);
        if ((glyph >>> bit & 1) != 0) {
          graphics.fillRect(spot.x() + column * dot, spot.y() + row * dot, dot, dot);
        }
      }
    }
  }

  private static long glyph(char character) {
    int index = CHARACTERS.indexOf(character);
    return index < 0 ? UNKNOWN : GLYPHS[index];
  }

  /** Parts a text into lines of at most so many characters; what does not fit is left out. */
  static List<String> wrap(String text, int charactersMax, int linesMax) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > charactersMax) {
        lines.add(line.toString());
        line.setLength(0);
      }
      if (lines.size() == linesMax) {
        return lines;
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
      if (line.length() > charactersMax) {
        line.setLength(Math.max(1, charactersMax));
      }
    }
    if (line.length() > 0) {
      lines.add(line.toString());
    }
    return lines;
  }
}
