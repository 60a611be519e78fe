package io.tallygate.sandbox.media.sound;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** Sounds that are computed from what a prompt's words name. The same prompt, the same sound. */
public final class Noises {

  public static final int RATE = 44_100;
  private static final float PEAK = 0.8f;

  /** What can be heard, and the beginnings of the words that name it. */
  public enum Kind {
    RAIN("rain", "drizzle", "shower", "drip"),
    WIND("wind", "storm", "breeze", "gust", "whoosh", "swoosh"),
    WAVES("wave", "ocean", "sea", "surf", "beach", "river", "water", "stream"),
    THUNDER("thunder", "rumble", "earthquake", "explo", "boom", "blast"),
    IMPACT("impact", "hit", "knock", "punch", "slam", "thud", "drum", "footstep", "step", "door"),
    BELL("bell", "chime", "ding", "gong", "ring"),
    TONE("tone", "beep", "sine", "note", "flute", "whistle"),
    ALARM("alarm", "siren", "alert", "warning", "horn"),
    HUM("hum", "engine", "motor", "machine", "drone", "fan", "car", "plane"),
    FIRE("fire", "flame", "crackl", "campfire"),
    BIRD("bird", "chirp", "tweet", "cricket"),
    TICK("tick", "clock", "click", "metronome", "typing", "keyboard"),
    LASER("laser", "zap", "pew", "scifi", "sci-fi"),
    HEARTBEAT("heart", "pulse"),
    NOISE("noise", "static", "hiss", "radio");

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<String> beginnings;

    Kind(String... beginnings) {
      this.beginnings = List.of(beginnings);
    }

    boolean isNamedBy(String word) {
      return beginnings.stream()
          .anyMatch(it -> it.length() <= 3 ? word.matches(it + "s?") : word.startsWith(it));
    }
  }

  private Noises() {}

  /** In the order of {@link Kind}. */
  public static Set<Kind> named(String prompt) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (String word : prompt.toLowerCase(Locale.ROOT).split("[^a-z-]+", -1)) {
      for (Kind kind : Kind.values()) {
        if (kind.isNamedBy(word)) {
          kinds.add(kind);
        }
      }
    }
    return kinds;
  }

  /**
   * All of these at once, at 44,100 samples a second.
   *
   * @param count of samples
   */
  public static float[] mix(Set<Kind> kinds, int count, long seed) throws InterruptedException {
    List<float[]> layers = new ArrayList<>();
    for (Kind kind : kinds) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      layers.add(layer(kind, count, new Random(seed + kind.name().hashCode())));
    }
    float[] sum = new float[count];
    for (float[] layer : layers) {
      scaleTo(layer, 1);
      for (int i = 0; i < count; i++) {
        sum[i] += layer[i];
      }
    }
    scaleTo(sum, PEAK);
    fadeEnds(sum);
    return sum;
  }

  /** What says by itself that it is none of what was asked for: three falling beeps, again. */
  public static float[] placeholder(int count) {
    float[] samples = new float[count];
    for (int i = 0; i < count; i++) {
      double t = (double) i / RATE % 2;
      int beep = (int) (t / 0.25);
      boolean sounds = beep < 3 && t % 0.25 < 0.18;
      double frequency = 880 / Math.pow(1.26, beep);
      samples[i] = sounds ? (float) (0.4 * Math.sin(2 * Math.PI * frequency * t)) : 0;
    }
    fadeEnds(samples);
    return samples;
  }

  private static float[] layer(Kind kind, int count, Random random) {
    Strokes strokes = new Strokes(count, random);
    return switch (kind) {
      case RAIN -> add(Colour.HIGH.noise(count, random, 0.35f), strokes.drops(260));
      case WIND -> swell(Colour.BAND.noise(count, random, 1), random, 0.35);
      case WAVES -> swell(Colour.LOW.noise(count, random, 1), random, 0.12);
      case THUNDER -> strokes.thunder();
      case IMPACT -> strokes.impacts();
      case BELL -> strokes.bells();
      case TONE -> Tones.tone(count, 440);
      case ALARM -> Tones.alarm(count);
      case HUM -> Tones.hum(count, 55);
      case FIRE -> add(Colour.LOW.noise(count, random, 0.5f), strokes.drops(25));
      case BIRD -> strokes.chirps();
      case TICK -> strokes.ticks();
      case LASER -> strokes.lasers();
      case HEARTBEAT -> strokes.heartbeats();
      case NOISE -> Colour.WHITE.noise(count, random, 1);
    };
  }

  private static float[] add(float[] a, float[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += b[i];
    }
    return a;
  }

  private static float[] swell(float[] samples, Random random, double hertz) {
    double phase = random.nextDouble() * 2 * Math.PI;
    for (int i = 0; i < samples.length; i++) {
      double t = (double) i / RATE;
      double slow = Math.sin(2 * Math.PI * hertz * t + phase);
      double slower = Math.sin(2 * Math.PI * hertz * 0.37 * t + 2 * phase);
      samples[i] *= (float) (0.55 + 0.3 * slow + 0.15 * slower);
    }
    return samples;
  }

  private static void scaleTo(float[] samples, float peak) {
    float most = 1e-6f;
    for (float sample : samples) {
      most = Math.max(most, Math.abs(sample));
    }
    for (int i = 0; i < samples.length; i++) {
      samples[i] *= peak / most;
    }
  }

  /** Or it would click. */
  private static void fadeEnds(float[] samples) {
    int length = Math.min(samples.length / 2, RATE / 200);
    for (int i = 0; i < length; i++) {
      samples[i] *= (float) i / length;
      samples[samples.length - 1 - i] *= (float) i / length;
    }
  }
}
