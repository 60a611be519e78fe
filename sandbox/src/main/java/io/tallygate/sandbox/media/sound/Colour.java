package io.tallygate.sandbox.media.sound;

import java.util.Random;

/** Noise, by the part of its frequencies that is left. */
enum Colour {
  WHITE,
  /** What is hissing: above some 3 kHz. */
  HIGH,
  /** What is blowing: around 500 Hz. */
  BAND,
  /** What is rolling: below some 300 Hz. */
  LOW;

  float[] noise(int count, Random random, float level) {
    float[] samples = new float[count];
    float low = 0;
    float lower = 0;
    for (int i = 0; i < count; i++) {
      float white = 2 * random.nextFloat() - 1;
      float step = this == HIGH ? 0.35f : this == BAND ? 0.08f : 0.03f;
      low += step * (white - low);
      lower += step / 3 * (low - lower);
      samples[i] =
          level
              * switch (this) {
                case WHITE -> white;
                case HIGH -> white - low;
                case BAND -> 5 * (low - lower);
                case LOW -> 8 * lower;
              };
    }
    return samples;
  }
}
