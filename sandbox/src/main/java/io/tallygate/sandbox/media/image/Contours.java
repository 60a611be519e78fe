package io.tallygate.sandbox.media.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Walks around the shapes of a mask: closed lines through the middles of the pixels' edges. */
final class Contours {

  /*
   * The walk keeps the shape on its right, along the edges between a pixel that is in the mask
   * and one that is not. Each edge gives one point, its middle, so a staircase becomes a slope.
   * Coordinates are in half pixels, whole numbers.
   *
   * Edges are known by the pixel inside and the side: 0 top, 1 right, 2 bottom, 3 left.
   */

  private static final int[] NEXT_X = {1, 0, -1, 0}; // along the side, clockwise
  private static final int[] NEXT_Y = {0, 1, 0, -1};
  private static final int[] OUT_X = {0, 1, 0, -1}; // across the side
  private static final int[] OUT_Y = {-1, 0, 1, 0};

  /** The mask holds what has at least this label. */
  private final byte[] labels;

  private final int least;
  private final int width;
  private final int height;
  private final byte[] walked; // a bit for each side of a pixel

  Contours(byte[] labels, int width, int least) {
    this.labels = labels;
    this.width = width;
    this.height = labels.length / width;
    this.least = least;
    this.walked = new byte[labels.length];
  }

  private boolean inside(int x, int y) {
    return x >= 0 && y >= 0 && x < width && y < height && labels[y * width + x] >= least;
  }

  /**
   * Walks around every shape and every hole in one.
   *
   * @param areaMin in pixels; smaller shapes and holes are left out
   * @return closed lines, x and y in turn, in half pixels
   */
  List<int[]> trace(double areaMin) {
    List<int[]> lines = new ArrayList<>();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int side = 0; side < 4; side += 2) { // every closed line has such an edge
          boolean edge = inside(x, y) && !inside(x, y + OUT_Y[side]);
          if (edge && (walked[y * width + x] & 1 << side) == 0) {
            int[] line = walk(x, y, side);
            if (area(line) >= areaMin) {
              lines.add(line);
            }
          }
        }
      }
    }
    return lines;
  }

  private int[] walk(int startX, int startY, int startSide) {
    int[] points = new int[64];
    int count = 0;
    int x = startX;
    int y = startY;
    int side = startSide;
    do {
      walked[y * width + x] |= (byte) (1 << side);
      if (count == points.length) {
        points = Arrays.copyOf(points, 2 * count);
      }
      points[count++] = 2 * x + 1 + OUT_X[side];
      points[count++] = 2 * y + 1 + OUT_Y[side];
      int aheadX = x + NEXT_X[side];
      int aheadY = y + NEXT_Y[side];
      int cornerX = aheadX + OUT_X[side];
      int cornerY = aheadY + OUT_Y[side];
      if (!inside(aheadX, aheadY)) {
        side = side + 1 & 3; // around this pixel's corner
      } else if (inside(cornerX, cornerY)) {
        x = cornerX;
        y = cornerY;
        side = side + 3 & 3; // around the inner corner
      } else {
        x = aheadX;
        y = aheadY;
      }
    } while (x != startX || y != startY || side != startSide);
    return Arrays.copyOf(points, count);
  }

  private static double area(int[] line) {
    long twice = 0;
    int last = line.length - 2;
    for (int i = 0; i < line.length; i += 2) {
      twice += (long) line[last] * line[i + 1] - (long) line[i] * line[last + 1];
      last = i;
    }
    return Math.abs(twice) / 8.0;
  }
}
