package io.tallygate.sandbox.media.sound;

/** Tones that last. */
final class Tones {

  private Tones() {}

  static float[] tone(int count, double hertz) {
    float[] samples = new float[count];
    for (int i = 0; i < count; i++) {
      samples[i] = (float) Math.sin(2 * Math.PI * hertz * i / Noises.RATE);
    }
    return samples;
  }

  /** Up and down between two heights, once a second. */
  static float[] alarm(int count) {
    float[] samples = new float[count];
    double phase = 0;
    for (int i = 0; i < count; i++) {
      double t = (double) i / Noises.RATE;
      double hertz = 750 + 250 * Math.sin(2 * Math.PI * t);
      phase += 2 * Math.PI * hertz / Noises.RATE;
      samples[i] = (float) (Math.sin(phase) + 0.3 * Math.sin(3 * phase));
    }
    return samples;
  }

  static float[] hum(int count, double hertz) {
    float[] samples = new float[count];
    for (int i = 0; i < count; i++) {
      double t = (double) i / Noises.RATE;
      double wobble = 1 + 0.15 * Math.sin(2 * Math.PI * 7 * t);
      double sum = 0;
      for (int harmonic = 1; harmonic <= 6; harmonic++) {
        sum += Math.sin(2 * Math.PI * hertz * harmonic * t) / harmonic;
      }
      samples[i] = (float) (sum * wobble);
    }
    return samples;
  }
}
