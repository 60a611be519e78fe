package io.tallygate.sandbox.media.sound;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Sounds that are struck: each begins at once and dies away. */
final class Strokes {

  private static final int RATE = Noises.RATE;

  private final int count;
  private final Random random;

  Strokes(int count, Random random) {
    this.count = count;
    this.random = random;
  }

  /** Adds what the wave is at each second since the stroke. */
  private void strike(float[] samples, double atSeconds, double seconds, DoubleUnaryOperator wave) {
    int start = (int) (atSeconds * RATE);
    int length = (int) (seconds * RATE);
    for (int i = Math.max(0, start); i < Math.min(count, start + length); i++) {
      samples[i] += (float) wave.applyAsDouble((double) (i - start) / RATE);
    }
  }

  private double seconds() {
    return (double) count / RATE;
  }

  private double noise() {
    return 2 * random.nextDouble() - 1;
  }

  float[] drops(int perSecond) {
    float[] samples = new float[count];
    int drops = (int) (seconds() * perSecond);
    for (int i = 0; i < drops; i++) {
      double level = random.nextDouble();
      double level2 = level * level;
      strike(
          samples,
          random.nextDouble() * seconds(),
          0.01,
          t -> level2 * noise() * Math.exp(-t * 500));
    }
    return samples;
  }

  float[] impacts() {
    float[] samples = new float[count];
    for (double at = 0; at < seconds(); at += 0.9) {
      strike(
          samples,
          at,
          0.6,
          t ->
              Math.exp(-t * 9) * Math.sin(2 * Math.PI * (60 + 90 * Math.exp(-t * 30)) * t)
                  + 0.6 * noise() * Math.exp(-t * 70));
    }
    return samples;
  }

  float[] thunder() {
    float[] samples = new float[count];
    for (double at = 0; at < seconds(); at += 3.5) {
      float[] low = Colour.LOW.noise(count, random, 1);
      int start = (int) (at * RATE);
      for (int i = start; i < count; i++) {
        double t = (double) (i - start) / RATE;
        double swell = Math.exp(-t * 1.1) * (1 + 0.5 * Math.sin(13 * t));
        samples[i] += (float) (low[i - start] * swell);
      }
    }
    return samples;
  }

  float[] bells() {
    float[] samples = new float[count];
    double[] partials = {1, 2.0, 2.76, 4.07, 5.4};
    for (double at = 0; at < seconds(); at += 1.6) {
      strike(
          samples,
          at,
          3,
          t -> {
            double sum = 0;
            for (double partial : partials) {
              double decay = Math.exp(-t * (1.2 + partial * 0.6));
              sum += decay / partial * Math.sin(2 * Math.PI * 660 * partial * t);
            }
            return sum;
          });
    }
    return samples;
  }

  float[] chirps() {
    float[] samples = new float[count];
    for (double at = 0; at < seconds(); at += 0.18 + 0.35 * random.nextDouble()) {
      double height = 2500 + 1500 * random.nextDouble();
      strike(
          samples,
          at,
          0.12,
          t ->
              Math.sin(Math.PI * t / 0.12)
                  * Math.sin(2 * Math.PI * (height + 9000 * t * (0.12 - t) / 0.12) * t));
    }
    return samples;
  }

  float[] ticks() {
    float[] samples = new float[count];
    for (double at = 0; at < seconds(); at += 0.5) {
      strike(
          samples,
          at,
          0.03,
          t -> Math.exp(-t * 250) * (Math.sin(2 * Math.PI * 2600 * t) + 0.4 * noise()));
    }
    return samples;
  }

  float[] lasers() {
    float[] samples = new float[count];
    for (double at = 0; at < seconds(); at += 0.7) {
      strike(
          samples,
          at,
          0.35,
          t -> Math.exp(-t * 8) * Math.sin(2 * Math.PI * 250 * (1 - Math.exp(-t * 7))));
    }
    return samples;
  }

  float[] heartbeats() {
    float[] samples = new float[count];
    for (double at = 0; at < seconds(); at += 0.85) {
      for (double second : new double[] {0, 0.24}) {
        strike(samples, at + second, 0.3, t -> Math.exp(-t * 16) * Math.sin(2 * Math.PI * 52 * t));
      }
    }
    return samples;
  }
}
