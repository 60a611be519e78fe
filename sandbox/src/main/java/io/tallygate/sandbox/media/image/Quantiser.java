package io.tallygate.sandbox.media.image;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;

/** Finds the few colours that stand best for all of a picture: k-means, with a fixed seed. */
final class Quantiser {

  private static final int ROUNDS = 8;
  private static final int SAMPLES_MAX = 20_000;

  /** In the order of their brightness, the darkest first. */
  final int[] colours;

  Quantiser(int[] pixels, int coloursMax) {
    int step = Math.max(1, pixels.length / SAMPLES_MAX);
    int[] samples = new int[(pixels.length + step - 1) / step];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = pixels[i * step];
    }
    int[] found = seeds(samples, coloursMax);
    for (int round = 0; round < ROUNDS; round++) {
      found = means(samples, found);
    }
    colours =
        Arrays.stream(found)
            .distinct()
            .boxed()
            .sorted(Comparator.comparingInt(Quantiser::brightness))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  private static int brightness(int rgb) {
    return 299 * (rgb >> 16 & 0xff) + 587 * (rgb >> 8 & 0xff) + 114 * (rgb & 0xff);
  }

  /** Each seed is drawn with a chance that grows with its distance from those before. */
  private static int[] seeds(int[] samples, int count) {
    Random random = new Random(1);
    int[] seeds = new int[Math.min(count, samples.length)];
    seeds[0] = samples[0];
    long[] distances = new long[samples.length];
    Arrays.fill(distances, Long.MAX_VALUE / samples.length);
    int found = 1;
    while (found < seeds.length) {
      long sum = 0;
      for (int i = 0; i < samples.length; i++) {
        distances[i] = Math.min(distances[i], distance(samples[i], seeds[found - 1]));
        sum += distances[i];
      }
      if (sum == 0) {
        break;
      }
      long drawn = (long) (random.nextDouble() * sum);
      int chosen = 0;
      while (drawn >= distances[chosen]) {
        drawn -= distances[chosen];
        chosen++;
      }
      seeds[found++] = samples[chosen];
    }
    return Arrays.copyOf(seeds, found);
  }

  private static int[] means(int[] samples, int[] colours) {
    long[][] sums = new long[colours.length][4];
    for (int sample : samples) {
      long[] sum = sums[nearest(sample, colours)];
      sum[0] += sample >> 16 & 0xff;
      sum[1] += sample >> 8 & 0xff;
      sum[2] += sample & 0xff;
      sum[3]++;
    }
    int[] means = colours.clone();
    for (int i = 0; i < means.length; i++) {
      long[] sum = sums[i];
      if (sum[3] > 0) {
        long half = sum[3] / 2;
        long red = (sum[0] + half) / sum[3];
        long green = (sum[1] + half) / sum[3];
        long blue = (sum[2] + half) / sum[3];
        means[i] = (int) ((red << 16) | (green << 8) | blue);
      }
    }
    return means;
  }

  /** For each pixel the index of its colour. */
  byte[] labels(int[] pixels) {
    byte[] labels = new byte[pixels.length];
    int last = -1;
    byte label = 0;
    for (int i = 0; i < pixels.length; i++) {
      if (pixels[i] != last) {
        last = pixels[i];
        label = (byte) nearest(last, colours);
      }
      labels[i] = label;
    }
    return labels;
  }

  private static int nearest(int rgb, int[] colours) {
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < colours.length; i++) {
      int distance = distance(rgb, colours[i]);
      if (distance < least) {
        least = distance;
        best = i;
      }
    }
    return best;
  }

  private static int distance(int a, int b) {
    int red = (a >> 16 & 0xff) - (b >> 16 & 0xff);
    int green = (a >> 8 & 0xff) - (b >> 8 & 0xff);
    int blue = (a & 0xff) - (b & 0xff);
    return 2 * red * red + 4 * green * green + 3 * blue * blue;
  }
}
